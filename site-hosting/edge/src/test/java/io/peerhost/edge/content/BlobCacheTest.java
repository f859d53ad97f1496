package io.peerhost.edge.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerhost.protocol.release.Hash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BlobCacheTest {
    @TempDir
    Path folder;

    private final CountDownLatch over = new CountDownLatch(1);
    private final byte[] bytes = {1, 2, 3};

    /** Gives these bytes, whatever is asked for. */
    private record Source(Semaphore room, byte[] bytes, CountDownLatch until) implements BlobSource {
        @Override
        public InputStream open(Hash hash, long size) throws IOException {
            try {
                until.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return new ByteArrayInputStream(bytes);
        }
    }

    @Test
    void shouldFetchFromOthersWhenASourceHoldsAllWhoAskIt() throws Exception {
        BlobCache cache = new BlobCache(new CacheFolder(folder, 1 << 20));
        BlobSource stuck = new Source(new Semaphore(2), bytes, over);
        BlobSource fine = new Source(new Semaphore(2), bytes, new CountDownLatch(0));
        List<Thread> visitors = new ArrayList<>();
        for (byte i = 0; i < 100; i++) {
            Hash another = Hash.ofContent(new byte[] {i});
            visitors.add(Thread.ofVirtual().start(() -> {
                try {
                    cache.get(another, 1, List.of(stuck));
                } catch (IOException e) {
                    // What comes is something else.
                }
            }));
        }
        while (stuck.room().availablePermits() > 0) Thread.onSpinWait();

        assertThat(cache.get(Hash.ofContent(bytes), 3, List.of(stuck, fine))).hasBinaryContent(bytes);

        over.countDown();
        for (Thread visitor : visitors) visitor.join();
        assertThat(stuck.room().availablePermits()).isEqualTo(2);
    }

    @Test
    void shouldReadNoMoreThanTheReleaseSaysWhenASourceGivesBytesWithoutEnd() throws Exception {
        BlobCache cache = new BlobCache(new CacheFolder(folder, 1 << 20));
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 1;
            }
        };
        assertThatThrownBy(() -> cache.get(Hash.ofContent(bytes), 3, List.of(source(endless))))
                .isInstanceOf(BlobUnavailable.class);
        assertThatThrownBy(() -> cache.get(Hash.ofContent(bytes), -1, List.of(source(endless))))
                .as("a folder, whose size nobody said")
                .isInstanceOf(BlobUnavailable.class);
    }

    private static BlobSource source(InputStream body) {
        return new BlobSource() {
            @Override
            public Semaphore room() {
                return new Semaphore(1);
            }

            @Override
            public InputStream open(Hash hash, long size) {
                return body;
            }
        };
    }
}
