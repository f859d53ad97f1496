package io.peerhost.rest.problem;

import io.quarkus.runtime.configuration.MemorySize;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** The limit of a body whose length was not announced: reading past it is a problem 413. */
public class BodyLimit {
    private final long longest;

    /** @param hard where the HTTP server itself hangs up; half of that is allowed */
    public BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize hard) {
        this.longest = hard.asLongValue() / 2;
    }

    @ServerRequestFilter
    public void limit(ContainerRequestContext request) {
        if (request.getHeaderString("Transfer-Encoding") != null)
            request.setEntityStream(new Limited(request.getEntityStream(), longest));
    }

    private static final class Limited extends FilterInputStream {
        private final long longest;
        private long read;

        Limited(InputStream body, long longest) {
            super(body);
            this.longest = longest;
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            if (one >= 0) count(1);
            return one;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            int some = super.read(into, from, most);
            if (some > 0) count(some);
            return some;
        }

        private void count(int some) {
            read += some;
            if (read > longest) throw Problem.tooLarge("A body has up to " + longest + " bytes.");
        }
    }
}
