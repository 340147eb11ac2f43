package timonier.apiserver.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import timonier.apiserver.streams.Negotiation.Transport;
import timonier.pods.objects.ApiException;

class NegotiationTest {

  private static Negotiation of(Map<String, String> headers) {
    return Negotiation.of(
        headers,
        List.of("v5.channel.k8s.io", "v4.channel.k8s.io", ""),
        List.of("v4.channel.k8s.io"));
  }

  private static Negotiation webSocket(String protocols) {
    return of(
        Map.of(
            "upgrade",
            "websocket",
            "sec-websocket-version",
            "13",
            "sec-websocket-key",
            "dGhlIHNhbXBsZSBub25jZQ==",
            "sec-websocket-protocol",
            protocols));
  }

  @Test
  void the_best_protocol_that_both_speak_is_chosen() {
    assertThat(webSocket("v4.channel.k8s.io, v5.channel.k8s.io").protocol())
        .isEqualTo("v5.channel.k8s.io");
    assertThat(webSocket("channel.k8s.io,v4.channel.k8s.io").protocol())
        .isEqualTo("v4.channel.k8s.io");
    assertThat(webSocket("v4.channel.k8s.io").headers())
        .containsEntry("Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
        .containsEntry("Upgrade", "websocket");
  }

  @Test
  void a_client_that_names_no_protocol_is_answered_none() {
    assertThat(webSocket("").protocol()).isEmpty();
    assertThat(webSocket("").headers()).doesNotContainKey("Sec-WebSocket-Protocol");
  }

  @Test
  void an_old_client_gets_SPDY() {
    var chosen =
        of(
            Map.of(
                "upgrade",
                "SPDY/3.1",
                "x-stream-protocol-version",
                "v4.channel.k8s.io,v3.channel.k8s.io,channel.k8s.io"));

    assertThat(chosen.transport()).isEqualTo(Transport.SPDY);
    assertThat(chosen.headers()).containsEntry("X-Stream-Protocol-Version", "v4.channel.k8s.io");
  }

  @Test
  void a_client_without_a_known_protocol_gets_the_known_ones() {
    assertThatThrownBy(() -> webSocket("channel.k8s.io"))
        .isInstanceOfSatisfying(
            ApiException.class, refusal -> assertThat(refusal.code()).isEqualTo(403))
        .hasMessageContaining("client supports [channel.k8s.io], server accepts [v5.channel");
  }

  @Test
  void a_plain_request_is_refused() {
    assertThatThrownBy(() -> of(Map.of())).hasMessage("Upgrade request required");
    assertThatThrownBy(() -> of(Map.of("upgrade", "h2c"))).hasMessage("Upgrade request required");
    assertThatThrownBy(() -> of(Map.of("upgrade", "websocket"))).hasMessageContaining("13");
  }
}
