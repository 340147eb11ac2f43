package timonier.apiserver.rules.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.rules.cluster.ClusterJudged.changed;
import static timonier.apiserver.rules.cluster.ClusterJudged.wrong;

import org.junit.jupiter.api.Test;

class StorageChecksTest {

  private static final String VOLUME =
      "'spec':{'capacity':{'storage':'%s'},'accessModes':['%s'],'hostPath':{'path':'%s'}}";

  @Test
  void a_volume_has_a_size_a_mode_and_a_place() {
    assertThat(wrong("PersistentVolume", VOLUME.formatted("1Gi", "ReadWriteOnce", "/a"))).isEmpty();
    assertThat(wrong("PersistentVolume", VOLUME.formatted("0", "Once", "/a")))
        .containsExactlyInAnyOrder("spec.accessModes", "spec.capacity[storage]");
    assertThat(wrong("PersistentVolume", "'spec':{}"))
        .containsOnly("spec.accessModes", "spec.capacity", "spec");
  }

  @Test
  void a_volume_stays_where_it_is() {
    assertThat(
            changed(
                "PersistentVolume",
                VOLUME.formatted("1Gi", "ReadWriteOnce", "/a"),
                VOLUME.formatted("2Gi", "ReadWriteOnce", "/b")))
        .containsExactly("spec.persistentvolumesource");
  }

  @Test
  void a_claim_stays_as_it_was_asked_for_until_it_has_its_volume() {
    var claim =
        "'spec':{'accessModes':['ReadWriteOnce'],'volumeName':'%s',"
            + "'resources':{'requests':{'storage':'%s'}}},'status':{'phase':'%s'}";

    assertThat(wrong("PersistentVolumeClaim", claim.formatted("", "1Gi", "Pending"))).isEmpty();
    assertThat(wrong("PersistentVolumeClaim", "'spec':{'accessModes':['ReadWriteOnce']}"))
        .containsExactly("spec.resources[storage]");
    assertThat(
            changed(
                "PersistentVolumeClaim",
                claim.formatted("", "1Gi", "Pending"),
                claim.formatted("v", "1Gi", "Pending")))
        .isEmpty();
    assertThat(
            changed(
                "PersistentVolumeClaim",
                claim.formatted("v", "1Gi", "Bound"),
                claim.formatted("v", "2Gi", "Bound")))
        .isEmpty();
    assertThat(
            changed(
                "PersistentVolumeClaim",
                claim.formatted("v", "1Gi", "Pending"),
                claim.formatted("v", "2Gi", "Pending")))
        .containsExactly("spec");
  }

  @Test
  void a_class_keeps_what_its_volumes_were_made_with() {
    var type = "'provisioner':'%s','parameters':{'a':'%s'}";

    assertThat(wrong("StorageClass", type.formatted("Example.com/p", "b"))).isEmpty();
    assertThat(wrong("StorageClass", type.formatted("a b", "b"))).containsExactly("provisioner");
    assertThat(changed("StorageClass", type.formatted("a/b", "b"), type.formatted("a/b", "c")))
        .containsExactly("parameters");
  }

  @Test
  void a_driver_has_a_short_name() {
    var attachment =
        "'spec':{'attacher':'%s','nodeName':'n','source':{'persistentVolumeName':'v'}}";

    assertThat(wrong("VolumeAttachment", attachment.formatted("csi.Example.com"))).isEmpty();
    assertThat(wrong("VolumeAttachment", attachment.formatted("a".repeat(64))))
        .containsOnly("spec.attacher");
  }
}
