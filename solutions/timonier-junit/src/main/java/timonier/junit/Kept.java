package timonier.junit;

import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/// A resource that JUnit keeps for a test and closes at its end. Uses JUnit's own type for that:
/// versions before 5.13 close no other, and later ones still close it.
///
/// @param resource to close
@SuppressWarnings("deprecation")
record Kept<T extends AutoCloseable>(T resource) implements CloseableResource {
  @Override
  public void close() throws Exception {
    resource.close();
  }
}
