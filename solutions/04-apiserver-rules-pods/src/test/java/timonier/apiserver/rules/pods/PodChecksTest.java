package timonier.apiserver.rules.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.rules.pods.JudgedPod.wrong;

import org.junit.jupiter.api.Test;

class PodChecksTest {

  @Test
  void what_a_toleration_says_is_what_a_taint_can_say() {
    assertThat(wrong("'tolerations':[{'key':'k','value':'v'},{'operator':'Exists'}]")).isEmpty();
    assertThat(wrong("'tolerations':[{'key':'k','value':'-v'}]"))
        .singleElement()
        .asString()
        .startsWith("spec.tolerations[0].operator: Invalid value: \"-v\": a valid label must be");
    assertThat(wrong("'tolerations':[{'key':'k','operator':'Exists','value':'v'}]"))
        .singleElement()
        .asString()
        .startsWith("spec.tolerations[0].operator: Invalid value: ")
        .endsWith("value must be empty when `operator` is 'Exists'");
  }

  @Test
  void names_are_looked_up_somewhere() {
    assertThat(wrong("'dnsPolicy':'None','dnsConfig':{'nameservers':['10.0.0.1','fd00::1']}"))
        .isEmpty();
    assertThat(wrong("'dnsPolicy':'None'"))
        .containsExactly(
            "spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None");
    assertThat(wrong("'dnsPolicy':'None','dnsConfig':{'searches':['a']}"))
        .containsExactly(
            "spec.dnsConfig.nameservers: Required value: must provide at least one DNS nameserver"
                + " when `dnsPolicy` is None");
    assertThat(wrong("'dnsConfig':{'nameservers':['1.1.1.1','1.1.1.2','1.1.1.3','1.1.1.4']}"))
        .singleElement()
        .asString()
        .endsWith("must not have more than 3 nameservers");
    assertThat(wrong("'dnsConfig':{'nameservers':['1.1.1','1.1.1.256',':::','x']}")).hasSize(5);
    assertThat(wrong("'dnsConfig':{'options':[{'value':'1'}]}"))
        .containsExactly("spec.dnsConfig.options[0]: Required value: must not be empty");
  }

  @Test
  void a_domain_to_search_may_have_underscores() {
    assertThat(wrong("'dnsConfig':{'searches':['.','_a.b.','c_d']}")).isEmpty();
    assertThat(wrong("'dnsConfig':{'searches':['','A','a..b','%s']}".formatted("a".repeat(254))))
        .hasSize(4)
        .first()
        .asString()
        .startsWith("spec.dnsConfig.searches[0]: Invalid value: \"\": ");
  }

  @Test
  void a_setting_of_the_kernel_has_parts() {
    var sysctls = "'securityContext':{'sysctls':[{'name':'%s','value':'1'}]}";

    assertThat(wrong(sysctls.formatted("net.ipv4/tcp_syncookies"))).isEmpty();
    assertThat(wrong(sysctls.formatted("net..x")))
        .singleElement()
        .asString()
        .startsWith(
            "spec.securityContext.sysctls[0].name: Invalid value: \"net..x\": must have at most"
                + " 253 characters and match regex");
  }

  @Test
  void users_and_groups_are_numbers_of_31_bits() {
    assertThat(wrong("'securityContext':{'runAsUser':0,'fsGroup':2147483647}")).isEmpty();
    assertThat(wrong("'securityContext':{'runAsUser':-1,'supplementalGroups':[1,2147483648]}"))
        .containsExactly(
            "spec.securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647,"
                + " inclusive",
            "spec.securityContext.supplementalGroups[1]: Invalid value: 2147483648: must be between"
                + " 0 and 2147483647, inclusive");
  }

  @Test
  void names_of_the_host_stay_apart_from_those_of_the_pod() {
    assertThat(wrong("'hostPID':true,'shareProcessNamespace':true"))
        .containsExactly(
            "spec.securityContext.shareProcessNamespace: Invalid value: true: ShareProcessNamespace"
                + " and HostPID cannot both be enabled");
    assertThat(wrong("'hostUsers':false,'hostIPC':true"))
        .containsExactly("spec.hostIPC: Forbidden: when `hostUsers` is false");
  }

  @Test
  void a_token_needs_an_account() {
    var volumes =
        "'volumes':[{'name':'v','projected':{'sources':[{'serviceAccountToken':{'path':'t'}}]}}]";

    assertThat(wrong("'serviceAccountName':'a'," + volumes)).isEmpty();
    assertThat(wrong(volumes))
        .containsExactly(
            "spec.volumes[0].projected.sources[0].serviceAccountToken: Forbidden: must not be"
                + " specified when serviceAccountName is not set");
  }

  @Test
  void other_hosts_have_addresses_and_names() {
    assertThat(wrong("'hostAliases':[{'ip':'10.0.0.1','hostnames':['a.b']}]")).isEmpty();
    assertThat(wrong("'hostAliases':[{'ip':'10.0.0','hostnames':['A']}]"))
        .hasSize(2)
        .first()
        .asString()
        .startsWith("spec.hostAliases[0].ip: Invalid value: \"10.0.0\": must be a valid IP");
  }

  @Test
  void gates_have_different_names() {
    assertThat(wrong("'schedulingGates':[{'name':'example.com/a'},{'name':'b'}]")).isEmpty();
    assertThat(wrong("'schedulingGates':[{'name':'a'},{'name':'a'}]"))
        .containsExactly("spec.schedulingGates[1]: Duplicate value: \"a\"");
    assertThat(wrong("'schedulingGates':[{'name':'a b'}]"))
        .singleElement()
        .asString()
        .startsWith("spec.schedulingGates[0]: Invalid value: \"a b\": name part must consist of");
  }

  @Test
  void a_claim_is_one_that_exists_or_is_made() {
    assertThat(wrong("'resourceClaims':[{'name':'a','resourceClaimName':'b'}]")).isEmpty();
    assertThat(wrong("'resourceClaims':[{'name':'a'}]"))
        .singleElement()
        .asString()
        .endsWith("must specify one of: `resourceClaimName`, `resourceClaimTemplateName`");
  }

  @Test
  void a_toleration_says_what_it_tolerates() {
    assertThat(
            wrong(
                "'tolerations':["
                    + "{'operator':'Exists'},{'effect':'NoSchedule','key':'k',"
                    + "'tolerationSeconds':1},{'value':'v'}]"))
        .containsExactly(
            "spec.tolerations[1].effect: Invalid value: \"NoSchedule\": effect must be 'NoExecute'"
                + " when `tolerationSeconds` is set",
            "spec.tolerations[2].operator: Invalid value: \"\": operator must be Exists when `key`"
                + " is empty, which means \"match all values and all keys\"");
  }

  @Test
  void a_name_in_the_hosts_file_has_an_address() {
    assertThat(wrong("'hostAliases':[{'ip':'10.0.0.1','hostnames':['a']}]")).isEmpty();
    assertThat(wrong("'hostAliases':[{'hostnames':['a']}]"))
        .containsExactly(
            "spec.hostAliases[0].ip: Invalid value: \"\": must be a valid IP address, (e.g."
                + " 10.9.8.7 or 2001:db8::ffff)");
  }
}
