package dev.caramba.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that are told where to listen, and that come back there after their end. They lie below those that
 * operating systems give to connections: one of those would be taken by somebody else while nobody listens.
 */
public final class FixedPort {

    private static final int LOWEST = 12_000;
    private static final int COUNT = 10_000;

    /** The bus of a Redis cluster listens so much higher than its server; lower than the ports of connections, too. */
    private static final int TO_THE_BUS = 10_000;

    /** Begins anywhere, since test runs beside this one take theirs too. */
    private static final AtomicInteger NEXT = new AtomicInteger(new Random().nextInt(COUNT));

    private FixedPort() {}

    /** One that was not given out before, on which nobody listens, nor 10,000 higher. */
    public static int next() {
        for (int tries = 0; tries < COUNT; tries++) {
            int port = LOWEST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            if (isFree(port) && isFree(port + TO_THE_BUS)) {
                return port;
            }
        }
        throw new IllegalStateException("no port is free");
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
