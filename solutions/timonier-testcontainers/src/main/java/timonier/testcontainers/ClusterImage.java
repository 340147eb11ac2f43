package timonier.testcontainers;

import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.utility.LazyFuture;
import org.testcontainers.utility.PathUtils;

/// The image of a cluster, made locally of a small [JavaRuntime] and the jars of the
/// [Distribution], without any registry.
///
/// Its tag is a hash of what it is made of, so it is made once for each release of Timonier and of
/// the JDK, and kept by the Docker Engine: `docker image rm $(docker image ls -q timonier/cluster)`
/// removes all of them.
final class ClusterImage extends LazyFuture<String> {

  static final String REPOSITORY = "timonier/cluster";

  private static final String DOCKERFILE =
      """
      FROM scratch
      COPY root /
      WORKDIR /tmp
      WORKDIR /
      ENTRYPOINT ["%s/bin/java", "@%s/arguments", "timonier.assembly.Main"]
      """
          .formatted(JavaRuntime.HOME, Distribution.HOME);

  /// How many digits of a hash distinguish images.
  private static final int LENGTH = 20;

  private final Distribution distribution = new Distribution();
  private final JavaRuntime java = JavaRuntime.running();

  /// Makes the image, unless the engine has it, and returns its name.
  @Override
  protected String resolve() {
    var name = name();
    return isThere(name) ? name : make(name);
  }

  /// The image's name, with a hash of what it is made of.
  String name() {
    var hash = distribution.hash();
    hash.update(java.identity().getBytes(StandardCharsets.UTF_8));
    hash.update(DOCKERFILE.getBytes(StandardCharsets.UTF_8));
    return REPOSITORY + ":" + HexFormat.of().formatHex(hash.digest()).substring(0, LENGTH);
  }

  private static boolean isThere(String name) {
    try {
      DockerClientFactory.instance().client().inspectImageCmd(name).exec();
      return true;
    } catch (NotFoundException _) {
      return false;
    }
  }

  private String make(String name) {
    try {
      var folder = Files.createTempDirectory("timonier-image");
      try {
        return make(name, folder.resolve("root"));
      } finally {
        PathUtils.recursiveDeleteDir(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String make(String name, Path root) throws IOException {
    java.copyTo(root);
    distribution.copyTo(root);
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(root.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/false\n");
    return new ImageFromDockerfile(name, false)
        .withFileFromPath("root", root)
        .withFileFromString("Dockerfile", DOCKERFILE)
        .get();
  }
}
