package dev.caramba.wire;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Translates the exceptions of the HTTP client. Messages name the kind of failure and never an address. */
final class WireFailure {

    private WireFailure() {}

    static WireException of(Throwable cause) {
        if (cause instanceof WireException translated) {
            return translated;
        }
        if (cause instanceof ConnectTimeoutException || cause instanceof TimeoutException) {
            return new WireException(WireException.Reason.CONNECT_TIMEOUT, "no connection within the connect timeout");
        }
        if (cause instanceof UnknownHostException) {
            return network("the host name does not resolve");
        }
        if (cause instanceof SSLException) {
            return network("TLS failed");
        }
        if (cause instanceof TooLongFrameException) {
            return new WireException(WireException.Reason.MALFORMED, "the head of the response is too large");
        }
        if (cause instanceof DecoderException || cause instanceof IllegalArgumentException) {
            return cause.getCause() instanceof SSLException
                    ? network("TLS failed")
                    : new WireException(WireException.Reason.MALFORMED, "the response is not valid HTTP");
        }
        return network(describe(cause));
    }

    private static String describe(Throwable cause) {
        var message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("refused")) {
            return "connection refused";
        }
        return message.contains("reset") ? "connection reset" : "connection closed";
    }

    private static WireException network(String message) {
        return new WireException(WireException.Reason.NETWORK, message);
    }
}
