package timonier.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import timonier.kit.testing.Check;
import timonier.kit.testing.Exercise;

@Exercise("01-5")
class ImageReferenceTest {

  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

  private static String whole(String image) {
    return ImageReference.parse(image).toString();
  }

  @Check("One word is a repository of Docker's library, and its latest version.")
  void one_word_is_in_the_library() {
    assertThat(whole("nginx"))
        .as("what \"nginx\" means")
        .isEqualTo("docker.io/library/nginx:latest");
  }

  @Check("A tag says which version.")
  void a_tag_follows_a_colon() {
    assertThat(whole("nginx:1.27"))
        .as("what \"nginx:1.27\" means")
        .isEqualTo("docker.io/library/nginx:1.27");
    assertThat(whole("timonier/web:1.27"))
        .as("what \"timonier/web:1.27\" means")
        .isEqualTo("docker.io/timonier/web:1.27");
  }

  @Check("A first word without dot and colon is no host: it belongs to the repository.")
  void a_user_is_no_host() {
    assertThat(whole("timonier/web"))
        .as("what \"timonier/web\" means")
        .isEqualTo("docker.io/timonier/web:latest");
  }

  @Check("A first word with a dot is a host, and nothing is put before the repository there.")
  void a_host_has_a_dot() {
    assertThat(whole("registry.k8s.io/pause:3.10"))
        .as("what \"registry.k8s.io/pause:3.10\" means")
        .isEqualTo("registry.k8s.io/pause:3.10");
    assertThat(whole("ghcr.io/team/app/web"))
        .as("what \"ghcr.io/team/app/web\" means")
        .isEqualTo("ghcr.io/team/app/web:latest");
  }

  @Check("localhost is a host.")
  void localhost_is_a_host() {
    assertThat(whole("localhost/web"))
        .as("what \"localhost/web\" means")
        .isEqualTo("localhost/web:latest");
  }

  @Check("The colon before a host's port begins no tag.")
  void a_port_is_no_tag() {
    assertThat(whole("registry:5000/web"))
        .as("what \"registry:5000/web\" means")
        .isEqualTo("registry:5000/web:latest");
    assertThat(whole("registry:5000/web:2"))
        .as("what \"registry:5000/web:2\" means")
        .isEqualTo("registry:5000/web:2");
  }

  @Check("With a digest, nobody means the latest version.")
  void a_digest_needs_no_tag() {
    assertThat(whole("nginx@" + DIGEST))
        .as("what \"nginx@%s\" means", DIGEST)
        .isEqualTo("docker.io/library/nginx@" + DIGEST);
    assertThat(whole("nginx:1.27@" + DIGEST))
        .as("what \"nginx:1.27@%s\" means", DIGEST)
        .isEqualTo("docker.io/library/nginx:1.27@" + DIGEST);
  }

  @Check("A name that lacks a part is refused, not completed.")
  void what_is_no_name_is_refused() {
    for (var image : new String[] {"", "nginx:", "nginx@", "registry:5000/", "a//b", "Nginx"}) {
      assertThatThrownBy(() -> ImageReference.parse(image))
          .as("the name \"%s\"", image)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("invalid reference format");
    }
  }
}
