package io.peerhost.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class SourcesTest {
    private final Sources sources = new Sources(2);

    private boolean entered(String address) throws UnknownHostException {
        return sources.entered(InetAddress.getByName(address));
    }

    private void fill(String address) throws UnknownHostException {
        assertThat(entered(address)).isTrue();
        assertThat(entered(address)).isTrue();
        assertThat(entered(address)).isFalse();
    }

    @Test
    void shouldRefuseOneAddressAloneWhenItHasTooMany() throws Exception {
        fill("192.0.2.1");
        assertThat(entered("192.0.2.2")).isTrue();
    }

    @Test
    void shouldTakeTheNextWhenOneHasLeft() throws Exception {
        fill("192.0.2.1");
        sources.left(InetAddress.getByName("192.0.2.1"));
        assertThat(entered("192.0.2.1")).isTrue();
        assertThat(entered("192.0.2.1")).isFalse();
    }

    @Test
    void shouldCountAnIpv6NetworkAsOne() throws Exception {
        fill("2001:db8:0:1::1");
        assertThat(entered("2001:db8:0:1:ffff::2")).isFalse();
        assertThat(entered("2001:db8:0:2::1")).isTrue();
    }

    @Test
    void shouldTakeAnyNumberFromThisMachineOrWithoutALimit() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(entered("127.0.0.1")).isTrue();
            assertThat(entered("::1")).isTrue();
            assertThat(new Sources(0).entered(InetAddress.getByName("192.0.2.1")))
                    .isTrue();
        }
    }
}
