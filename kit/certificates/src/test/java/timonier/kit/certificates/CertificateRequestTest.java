package timonier.kit.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.security.KeyPair;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;

class CertificateRequestTest {

  private final KeyPair pair = CertificateAuthority.newKey();

  @Test
  void a_damaged_request_is_refused_in_one_way_wherever_it_is_damaged() {
    var request = CertificateAuthority.request(pair, "ann", List.of("people"), List.of());
    assertThat(CertificateAuthority.requested(request)).contains("ann");

    var refused = 0;
    for (var bit = 0; bit < request.length * 8; bit++) {
      var damaged = request.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      var failure = catchThrowable(() -> CertificateAuthority.requested(damaged));
      if (failure != null) {
        assertThat(failure)
            .as("bit %d of byte %d", bit % 8, bit / 8)
            .isInstanceOf(IllegalArgumentException.class);
        refused++;
      }
    }
    assertThat(refused).as("all but what says nothing").isGreaterThan(request.length * 8 * 9 / 10);
  }

  @Test
  void a_signature_that_is_no_whole_number_of_bytes_is_refused_in_the_same_way() {
    var request = CertificateAuthority.request(pair, "ann", List.of("people"), List.of());
    request[signature(request)] = 1;
    request[request.length - 1] = 0;
    assertThatThrownBy(() -> CertificateAuthority.requested(request))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// The index of the signature's bit string, which begins with the number of unused bits in its
  /// last byte.
  private static int signature(byte[] request) {
    for (var at = request.length - 1; at > 1; at--) {
      if (request[at - 2] == BERTags.BIT_STRING && request[at - 1] == request.length - at) {
        return at;
      }
    }
    throw new AssertionError("a request ends with its signature");
  }

  @Test
  void extensions_that_cannot_be_read_are_refused_in_the_same_way() throws Exception {
    var extensions = new ExtensionsGenerator();
    extensions.addExtension(Extension.subjectAlternativeName, false, new byte[] {1, 2, 3});
    for (var wanted :
        List.of(
            DERNull.INSTANCE,
            new DEROctetString(new byte[0]),
            new DERSequence(DERNull.INSTANCE),
            extensions.generate())) {
      var request = requestFor(wanted);
      assertThatThrownBy(() -> CertificateAuthority.requestedAddresses(request))
          .as(wanted.toString())
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_request_for_anything_but_names_and_addresses_is_recognised() throws Exception {
    var address = new GeneralName(GeneralName.iPAddress, new DEROctetString(new byte[3]));
    var extensions = new ExtensionsGenerator();
    extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(address));
    assertThat(CertificateAuthority.requestedAddresses(requestFor(extensions.generate())))
        .isEmpty();
  }

  private byte[] requestFor(ASN1Encodable extensions) throws Exception {
    return new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=ann"), pair.getPublic())
        .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions)
        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
        .getEncoded();
  }
}
