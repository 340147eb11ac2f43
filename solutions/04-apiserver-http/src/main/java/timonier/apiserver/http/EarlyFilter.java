package timonier.apiserver.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/// Handles some requests before Javalin. An edge class.
interface EarlyFilter extends Filter {

  /// Handles a request, if it is one of those.
  ///
  /// @return whether it is; if not, nothing was done with it
  boolean handles(HttpServletRequest request, HttpServletResponse response) throws IOException;

  @Override
  default void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!(request instanceof HttpServletRequest http
        && response instanceof HttpServletResponse to
        && handles(http, to))) {
      chain.doFilter(request, response);
    }
  }
}
