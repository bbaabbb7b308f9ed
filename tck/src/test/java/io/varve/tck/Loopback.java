package io.varve.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Lends data of this JVM to other JVMs: so a store in memory can be opened by several processes, as a database can.
 * {@link LoopbackProvider} opens it there.
 */
final class Loopback {

    private static final Map<String, Loopback> LENT = new ConcurrentHashMap<>();
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final ServerSocket SERVER = listen();

    private final MistakenStore.Data data;
    private final @Nullable Mistake mistake;

    private Loopback(MistakenStore.Data data, @Nullable Mistake mistake) {
        this.data = data;
        this.mistake = mistake;
    }

    /** The URL by which any process on this machine opens the data, with the mistake that it makes there. */
    static String url(MistakenStore.Data data, @Nullable Mistake mistake) {
        String key = Integer.toString(NUMBERS.incrementAndGet());
        LENT.put(key, new Loopback(data, mistake));
        return "loopback:" + SERVER.getLocalPort() + "/" + key + "/" + mistake;
    }

    private static MistakenStore open(String key) {
        Loopback lent = LENT.get(key);
        if (lent == null) {
            throw new IllegalStateException("nothing was lent as " + key);
        }
        return new MistakenStore(lent.data, lent.mistake == null ? null : lent.mistake.inOtherProcess());
    }

    private static ServerSocket listen() {
        try {
            ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            daemon(() -> {
                while (true) {
                    Socket line = server.accept();
                    line.setTcpNoDelay(true);
                    daemon(() -> RemoteServer.serve(line.getInputStream(), line.getOutputStream(), Loopback::open));
                }
            });
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // The process at the other end was killed, as some tests do.
                    }
                },
                "loopback");
        thread.setDaemon(true);
        thread.start();
    }
}
