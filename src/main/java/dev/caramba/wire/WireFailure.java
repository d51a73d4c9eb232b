package dev.caramba.wire;

import dev.caramba.wire.tls.TlsFailure;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.proxy.ProxyConnectException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Translates the exceptions of the HTTP client. Messages name the kind of failure and never an address. */
final class WireFailure {

    private static final Pattern STATUS = Pattern.compile("status: (\\d{3})");

    private WireFailure() {}

    static WireException of(Throwable cause) {
        if (cause instanceof WireException translated) {
            return translated;
        }
        if (cause instanceof ConnectTimeoutException || cause instanceof TimeoutException) {
            return new WireException(WireException.Reason.CONNECT_TIMEOUT, "no connection within the connect timeout");
        }
        if (cause instanceof ProxyConnectException) {
            return ofProxy(String.valueOf(cause.getMessage()));
        }
        if (cause instanceof UnknownHostException) {
            return network("the host name does not resolve");
        }
        if (cause instanceof SSLException) {
            return network("TLS failed" + TlsFailure.reason(cause));
        }
        if (cause instanceof TooLongFrameException) {
            return new WireException(WireException.Reason.MALFORMED, "the head of the response is too large");
        }
        if (cause instanceof DecoderException || cause instanceof IllegalArgumentException) {
            return cause.getCause() instanceof SSLException
                    ? network("TLS failed" + TlsFailure.reason(cause))
                    : new WireException(WireException.Reason.MALFORMED, "the response is not valid HTTP");
        }
        return network(describe(cause));
    }

    /** The message of the client names the proxy and the server. */
    private static WireException ofProxy(String message) {
        if (message.contains("timeout")) {
            return new WireException(
                    WireException.Reason.CONNECT_TIMEOUT, "no connection through the proxy within the connect timeout");
        }
        var status = STATUS.matcher(message);
        return network(
                status.find()
                        ? "the proxy refused the connection with status " + status.group(1)
                        : "the proxy refused the connection");
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
