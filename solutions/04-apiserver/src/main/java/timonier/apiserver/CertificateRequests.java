package timonier.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Notes in every request for a certificate who asked for it: the signer must be able to rely on
/// it, so it is the server that writes it, and nobody changes it afterwards.
final class CertificateRequests implements Admission {

  @Override
  public void admit(Write write) {
    if (!write.type().equals(ApiServerPart.CERTIFICATE_SIGNING_REQUESTS)
        || !(write.object().path("spec") instanceof ObjectNode spec)) {
      return;
    }
    if (write.old().isPresent()) {
      write.object().set("spec", write.old().get().path("spec").deepCopy());
      return;
    }
    spec.put("username", write.user().name());
    var groups = spec.putArray("groups");
    write.user().groups().forEach(groups::add);
  }
}
