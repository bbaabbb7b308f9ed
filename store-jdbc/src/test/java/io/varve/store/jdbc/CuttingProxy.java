package io.varve.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A wire between the driver and PostgreSQL, which counts round trips and can be cut at a chosen word. */
final class CuttingProxy implements AutoCloseable {

    private enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    /** Where the wire is cut next: just before a word that goes in a direction, which then never arrives. */
    private record Cut(Direction direction, String word) {}

    private final ServerSocket listening;
    private final int server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Cut> next = new AtomicReference<>();
    private final AtomicInteger roundTrips = new AtomicInteger();
    private volatile boolean silent;

    CuttingProxy(String url) {
        try {
            server = Integer.parseInt(url.replaceAll(".*localhost:([0-9]+)/.*", "$1"));
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("accept", this::accept);
    }

    /** The URL through this wire. */
    String url(String direct) {
        return direct.replace("localhost:" + server, "localhost:" + listening.getLocalPort());
    }

    /** Cuts the next connection on which the client says this, before the server hears it. */
    void cutBeforeServerHears(String word) {
        next.set(new Cut(Direction.TO_SERVER, word));
    }

    /** Cuts the next connection on which the server says this, before the client hears it. */
    void cutBeforeClientHears(String word) {
        next.set(new Cut(Direction.TO_CLIENT, word));
    }

    /** Whether the cut that was asked for has been made. */
    boolean hasCut() {
        return next.get() == null;
    }

    /** Lets nothing more through of what the server says, with all connections open. */
    void silenceServer() {
        silent = true;
    }

    /** How often a client has said something and waited for the answer, on all connections together. */
    int roundTrips() {
        return roundTrips.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket toServer = new Socket(InetAddress.getLoopbackAddress(), server);
                open.add(client);
                open.add(toServer);
                AtomicReference<Direction> last = new AtomicReference<>(Direction.TO_CLIENT);
                start("to server", () -> forward(client, toServer, Direction.TO_SERVER, last));
                start("to client", () -> forward(toServer, client, Direction.TO_CLIENT, last));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void forward(Socket from, Socket to, Direction direction, AtomicReference<Direction> last) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[1 << 16];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (last.getAndSet(direction) != direction && direction == Direction.TO_SERVER) {
                    roundTrips.incrementAndGet();
                }
                if (silent && direction == Direction.TO_CLIENT) {
                    continue;
                }
                int end = cutIn(direction, buffer, length);
                out.write(buffer, 0, end < 0 ? length : end);
                if (end >= 0) {
                    return;
                }
            }
        } catch (IOException e) {
            // the other side has cut
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    /** Where in what has just arrived the wire is to be cut, or -1. */
    private int cutIn(Direction direction, byte[] buffer, int length) {
        Cut cut = next.get();
        if (cut == null || cut.direction() != direction) {
            return -1;
        }
        int at = new String(Arrays.copyOf(buffer, length), StandardCharsets.ISO_8859_1).indexOf(cut.word());
        return at >= 0 && next.compareAndSet(cut, null) ? at : -1;
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, "proxy " + name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
