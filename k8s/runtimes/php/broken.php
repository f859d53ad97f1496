<?php
// Runs before each script, without leaving it a variable.
(static function () {
    $show = static function (string $page) {
        header('Content-Type: text/html; charset=utf-8');
        header('Cache-Control: no-store');
        readfile("/etc/peerhost/$page.html");
    };

    // What found no room in /tmp would reach the site as an error code that few look at, or as nothing.
    $full = str_contains(error_get_last()['message'] ?? '', "data can't be buffered");
    $uploads = array_column($_FILES, 'error');
    array_walk_recursive($uploads, static function (int $error) use (&$full) {
        $full = $full || $error === UPLOAD_ERR_CANT_WRITE;
    });
    if ($full) {
        error_log("What was sent to {$_SERVER['REQUEST_URI']} found no room in /tmp");
        http_response_code(507);
        $show('full');
        exit;
    }

    // A script that ends in an error before it said a word leaves its visitor an empty page: this fills it.
    // Registered at the very end, so that what a site does itself about its errors comes first.
    register_shutdown_function(static function () use ($show) {
        register_shutdown_function(static function () use ($show) {
            $fatal = [E_ERROR, E_PARSE, E_CORE_ERROR, E_COMPILE_ERROR, E_RECOVERABLE_ERROR, E_USER_ERROR];
            $said = headers_sent() || array_sum(array_column(ob_get_status(true), 'buffer_used')) > 0;
            if (!$said && http_response_code() === 500 && in_array(error_get_last()['type'] ?? 0, $fatal, true)) {
                $show('broken');
            }
        });
    });
})();
