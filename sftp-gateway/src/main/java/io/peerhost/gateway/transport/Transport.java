package io.peerhost.gateway.transport;

import org.apache.sshd.common.Factory;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.apache.sshd.common.util.threads.CloseableExecutorService;

/**
 * TCP for the SSH server, with a thread for each connection: a request whose client waits for its answer, as one that puts
 * small files does, wakes this thread and no other. See docs/adr/0019.
 */
public final class Transport implements IoServiceFactoryFactory {
    @Override
    public IoServiceFactory create(FactoryManager manager) {
        return new Acceptors(manager);
    }

    @Override
    public void setExecutorServiceFactory(Factory<CloseableExecutorService> factory) {
        throw new UnsupportedOperationException("Each connection has a thread of its own");
    }

    private static final class Acceptors extends AbstractCloseable implements IoServiceFactory {
        private final FactoryManager manager;
        private IoServiceEventListener listener;

        Acceptors(FactoryManager manager) {
            this.manager = manager;
        }

        @Override
        public IoAcceptor createAcceptor(IoHandler handler) {
            return new Acceptor(manager, handler);
        }

        @Override
        public IoConnector createConnector(IoHandler handler) {
            throw new UnsupportedOperationException("The gateway only takes connections");
        }

        @Override
        public IoServiceEventListener getIoServiceEventListener() {
            return listener;
        }

        @Override
        public void setIoServiceEventListener(IoServiceEventListener listener) {
            this.listener = listener;
        }
    }
}
