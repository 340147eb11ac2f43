package timonier.junit;

import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/// What JUnit keeps for a test and closes when that ends. JUnit before 5.13 closes only resources
/// of its own type, and later ones still do.
///
/// @param resource that is closed with it
@SuppressWarnings("deprecation")
record Kept<T extends AutoCloseable>(T resource) implements CloseableResource {
  @Override
  public void close() throws Exception {
    resource.close();
  }
}
