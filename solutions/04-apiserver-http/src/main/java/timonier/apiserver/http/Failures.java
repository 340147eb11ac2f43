package timonier.apiserver.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.router.EndpointNotFound;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.LoggerFactory;
import timonier.pods.objects.ApiException;
import timonier.pods.objects.Status;

/// What a client is answered where something went wrong around the API server: it sent what is no
/// HTTP, broke off, or found a bug. Always a `Status`, so that clients need to read nothing else.
///
/// @param body the bytes of a `Status`
record Failures(Function<Status, byte[]> body) {

  private static final String JSON = "application/json";

  /// Makes a server answer so.
  public void answer(JavalinConfig config) {
    config.jetty.modifyServer(server -> server.setErrorHandler(this::answer));
    config.jetty.modifyServletContextHandler(handler -> handler.setErrorHandler(this::answer));
    config.routes.exception(
        Exception.class, (failure, context) -> answer(context.res(), status(failure)));
    config.routes.exception(
        HttpResponseException.class, (refusal, context) -> answer(context.res(), status(refusal)));
    config.router.javaLangErrorHandler((response, bug) -> answer(response, bug(bug)));
  }

  private static Status status(Exception failure) {
    return switch (failure) {
      case ApiException refusal -> refusal.status();
      // every path is served, so what is not found is the method
      case EndpointNotFound _ -> of(405);
      case HttpResponseException refusal -> of(refusal.getStatus());
      case IOException broken ->
          Status.failure(400, "BadRequest", "the request broke off: " + broken.getMessage());
      default -> failure instanceof HttpException refusal ? of(refusal.getCode()) : bug(failure);
    };
  }

  private static Status bug(Throwable bug) {
    LoggerFactory.getLogger(Failures.class).error("a request met a bug", bug);
    return ApiException.internal(bug.toString()).status();
  }

  /// The reason of a refusal that no part of Kubernetes names is that of HTTP, in one word.
  private static Status of(int code) {
    var words = HttpStatus.getMessage(code);
    return Status.failure(code, words.replaceAll("\\W", ""), words);
  }

  private void answer(HttpServletResponse response, Status status) {
    if (response.isCommitted()) {
      return;
    }
    var bytes = body.apply(status);
    // to reset all of it, Jetty would read the request's own headers, which may be what is wrong
    response.resetBuffer();
    response.setHeader(HttpHeader.CONTENT_ENCODING.asString(), null);
    response.setStatus(status.code());
    response.setContentType(JSON);
    response.setContentLength(bytes.length);
    try {
      response.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean answer(Request request, Response response, Callback callback) {
    var bytes = body.apply(of(response.getStatus()));
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, JSON);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    var isHead = request.getMethod().equals("HEAD");
    response.write(true, ByteBuffer.wrap(isHead ? new byte[0] : bytes), callback);
    return true;
  }
}
