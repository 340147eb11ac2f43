package timonier.kit.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateRequestTest {

  @Test
  void a_damaged_request_is_refused_in_one_way_wherever_it_is_damaged() {
    var pair = CertificateAuthority.newKey();
    var request = CertificateAuthority.request(pair, "ann", List.of("people"), List.of());
    assertThat(CertificateAuthority.requested(request)).contains("ann");

    var refused = 0;
    for (var i = 0; i < request.length; i++) {
      var damaged = request.clone();
      damaged[i] ^= 0x02;
      var failure = catchThrowable(() -> CertificateAuthority.requested(damaged));
      if (failure != null) {
        assertThat(failure).as("byte %d", i).isInstanceOf(IllegalArgumentException.class);
        refused++;
      }
    }
    assertThat(refused).as("all but what says nothing").isGreaterThan(request.length * 9 / 10);
  }
}
