package timonier.bench;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A server to measure.
///
/// @param url its URL
/// @param token of clients; empty for none
/// @param tls the context of clients; empty for plain HTTP
/// @param processes its processes on this host, as far as known
record BenchTarget(
    URI url, Optional<String> token, Optional<SSLContext> tls, List<ProcessHandle> processes) {

  BenchConnection connect() throws IOException {
    var plain = new Socket(url.getHost(), url.getPort());
    plain.setTcpNoDelay(true);
    if (tls.isEmpty()) {
      return new BenchConnection(plain, url.getHost(), token);
    }
    var factory = tls.get().getSocketFactory();
    var secure = (SSLSocket) factory.createSocket(plain, url.getHost(), url.getPort(), true);
    secure.startHandshake();
    return new BenchConnection(secure, url.getHost(), token);
  }

  /// The processor time that the server has used so far.
  Duration cpu() {
    return processes.stream()
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }
}
