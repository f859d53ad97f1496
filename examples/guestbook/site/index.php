<?php
declare(strict_types=1);

const BOOK = '/tmp/guestbook.jsonl';
const MOST_SHOWN = 50;
const MOST_KEPT = 200;

/** The entries, newest first; a line that is not one of ours is left out. */
function entries(): array
{
    $lines = is_file(BOOK) ? file(BOOK, FILE_IGNORE_NEW_LINES | FILE_SKIP_EMPTY_LINES) : [];
    $entries = array_filter(array_map(fn ($line) => json_decode($line, true), $lines), 'is_array');
    return array_reverse(array_values($entries));
}

function add(string $name, string $words): void
{
    $book = fopen(BOOK, 'c+');
    if ($book === false || !flock($book, LOCK_EX)) {
        throw new RuntimeException('The guestbook cannot be opened');
    }
    $lines = array_filter(explode("\n", (string) stream_get_contents($book)));
    $lines[] = json_encode(['name' => $name, 'words' => $words, 'at' => gmdate('c')], JSON_UNESCAPED_UNICODE);
    ftruncate($book, 0);
    rewind($book);
    fwrite($book, implode("\n", array_slice($lines, -MOST_KEPT)) . "\n");
    fclose($book);
}

/** Text of at most so many characters, without control characters. */
function field(string $name, int $most): string
{
    $value = $_POST[$name] ?? '';
    $clean = is_string($value) ? preg_replace('/[\p{C}]+/u', ' ', $value) : '';
    return trim(implode('', array_slice(preg_split('//u', (string) $clean, -1, PREG_SPLIT_NO_EMPTY) ?: [], 0, $most)));
}

function shown(string $text): string
{
    return htmlspecialchars($text, ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
}

$error = '';
if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    $words = field('words', 280);
    if ($words === '') {
        $error = 'Write something first.';
        http_response_code(422);
    } else {
        add(field('name', 40) ?: 'Somebody', $words);
        header('Location: /', true, 303);
        exit;
    }
}
$facts = [
    'Machine' => gethostname() ?: '?',
    'PHP' => PHP_VERSION,
    'Time there' => gmdate('H:i:s') . ' UTC',
    'Files of this release' => (string) count(glob(__DIR__ . '/*')),
];
?>
<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Guestbook</title>
  <link rel="stylesheet" href="/guestbook.css">
</head>
<body>
  <main>
    <h1>Guestbook</h1>
    <p class="lead">This page was made just now, by PHP in a pod on a seller’s machine.</p>
    <dl>
      <?php foreach ($facts as $name => $value): ?>
      <div><dt><?= shown($name) ?></dt><dd><?= shown($value) ?></dd></div>
      <?php endforeach; ?>
    </dl>
    <form method="post" action="/">
      <label>Your name <input name="name" maxlength="40" autocomplete="nickname"></label>
      <label>Your words <textarea name="words" maxlength="280" rows="3" required></textarea></label>
      <?php if ($error !== ''): ?><p role="alert"><?= shown($error) ?></p><?php endif; ?>
      <button>Sign</button>
    </form>
    <ol>
      <?php foreach (array_slice(entries(), 0, MOST_SHOWN) as $entry): ?>
      <li>
        <p><?= shown((string) ($entry['words'] ?? '')) ?></p>
        <p class="by"><?= shown((string) ($entry['name'] ?? '')) ?>, <time><?= shown((string) ($entry['at'] ?? '')) ?></time></p>
      </li>
      <?php endforeach; ?>
    </ol>
  </main>
</body>
</html>
