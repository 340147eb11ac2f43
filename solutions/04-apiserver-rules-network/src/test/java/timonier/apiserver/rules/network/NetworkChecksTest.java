package timonier.apiserver.rules.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import timonier.apiserver.rules.JudgedKinds;

class NetworkChecksTest {

  private static final JudgedKinds KINDS = new JudgedKinds(NetworkArea.area());

  /// What is wrong with a new object; single quotes stand for double ones.
  private static List<String> wrong(String kind, String fields) {
    return JudgedKinds.told(KINDS.created(kind, fields));
  }

  private static List<String> inService(String spec) {
    return wrong("Service", "'spec':{'ports':[{'port':80}],%s}".formatted(spec));
  }

  private static List<String> inIngress(String spec) {
    return wrong("Ingress", "'spec':{%s}".formatted(spec));
  }

  private static List<String> inPolicy(String spec) {
    return wrong("NetworkPolicy", "'spec':{%s}".formatted(spec));
  }

  @Test
  void fields_of_a_service_are_for_its_type() {
    assertThat(inService("'type':'LoadBalancer','loadBalancerSourceRanges':[' 10.0.0.0/8 ']"))
        .isEmpty();
    assertThat(
            inService(
                "'externalTrafficPolicy':'Local','allocateLoadBalancerNodePorts':true,"
                    + "'loadBalancerSourceRanges':['10.0.0.0/8'],'healthCheckNodePort':30000"))
        .containsExactly(
            "spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is"
                + " 'LoadBalancer'",
            "spec.allocateLoadBalancerNodePorts: Forbidden: may only be used when `type` is"
                + " 'LoadBalancer'",
            "spec.externalTrafficPolicy: Invalid value: \"Local\": may only be set for"
                + " externally-accessible services",
            "spec.healthCheckNodePort: Invalid value: 30000: may only be set when `type` is"
                + " 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
    assertThat(inService("'type':'ExternalName','externalName':'a.b.','clusterIP':'10.0.0.1'"))
        .isEmpty();
    assertThat(inService("'type':'ExternalName','externalName':'not a name!'")).hasSize(1);
  }

  @Test
  void a_client_stays_for_a_day_at_most() {
    var affinity =
        "'sessionAffinity':'ClientIP','sessionAffinityConfig':{'clientIP':"
            + "{'timeoutSeconds':%d}}";

    assertThat(inService(affinity.formatted(86400))).isEmpty();
    assertThat(inService(affinity.formatted(0)))
        .containsExactly(
            "spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 0: must be greater"
                + " than 0 and less than 86400");
  }

  @Test
  void endpoints_can_be_reached() {
    var subset = "'subsets':[{'addresses':[{'ip':'%s'}],'ports':[{'port':80}]}]";

    assertThat(wrong("Endpoints", subset.formatted("10.0.0.1"))).isEmpty();
    assertThat(wrong("Endpoints", subset.formatted("169.254.0.1"))).hasSize(1);
    assertThat(wrong("Endpoints", subset.formatted("10.0.0"))).hasSize(1);
    assertThat(wrong("Endpoints", "'subsets':[{}]"))
        .containsExactly(
            "subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`");
  }

  @Test
  void an_endpoint_stays_on_its_node() {
    var endpoints = "'subsets':[{'addresses':[{'ip':'1.2.3.4','nodeName':'%s'}]}]";
    var before = endpoints.formatted("a");

    assertThat(KINDS.updated("Endpoints", before, before)).isEmpty();
    assertThat(KINDS.updated("Endpoints", before, endpoints.formatted("b")))
        .singleElement()
        .satisfies(cause -> assertThat(cause.reason()).isEqualTo("FieldValueForbidden"));
  }

  @Test
  void a_slice_has_addresses_of_one_kind() {
    var slice = "'addressType':'%s','endpoints':[{'addresses':['%s']}]";

    assertThat(wrong("EndpointSlice", slice.formatted("IPv4", "10.0.0.1"))).isEmpty();
    assertThat(wrong("EndpointSlice", slice.formatted("IPv6", "2001:db8::1"))).isEmpty();
    assertThat(wrong("EndpointSlice", slice.formatted("FQDN", "a.example.com"))).isEmpty();
    assertThat(wrong("EndpointSlice", slice.formatted("IPv6", "10.0.0.1")))
        .containsExactly(
            "endpoints[0].addresses[0]: Invalid value: \"10.0.0.1\": must be a valid IPv6 address");
    assertThat(wrong("EndpointSlice", "'addressType':'IPv4','ports':[{},{}]"))
        .containsExactly("ports[1].name: Duplicate value: \"\"");
  }

  @Test
  void lists_are_not_endless() {
    var addresses = "10.0.0.1" + "','10.0.0.1".repeat(100);

    assertThat(
            wrong(
                "EndpointSlice",
                "'addressType':'IPv4','endpoints':[{'addresses':['" + addresses + "']}]"))
        .containsExactly("endpoints[0].addresses: Too many: 101: must have at most 100 items");
  }

  @Test
  void a_name_that_becomes_a_part_of_a_path_has_no_slash() {
    var parent = "'spec':{'parentRef':{'resource':'services','name':'%s'}}";

    assertThat(wrong("IPAddress", parent.formatted("..")))
        .containsExactly("spec.parentRef.name: Invalid value: \"..\": may not be '..'");
    assertThat(wrong("IPAddress", parent.formatted("a/b"))).hasSize(1);
  }

  @Test
  void an_ingress_leads_somewhere() {
    var path =
        "'rules':[{'host':'%s','http':{'paths':[{'path':'%s','pathType':'Prefix',"
            + "'backend':{'service':{'name':'s','port':{%s}}}}]}}]";

    assertThat(inIngress(path.formatted("*.a.b", "/x", "'number':80"))).isEmpty();
    assertThat(inIngress(""))
        .containsExactly(
            "spec: Invalid value: {}: either `defaultBackend` or `rules` must be specified");
    assertThat(inIngress(path.formatted("1.2.3.4", "/a//b", "'number':80,'name':'http'")))
        .containsExactly(
            "spec.rules[0].host: Invalid value: \"1.2.3.4\": must be a DNS name, not an IP address",
            "spec.rules[0].http.paths[0].path: Invalid value: \"/a//b\": must not contain '//'",
            "spec.rules[0].http.paths[0].backend: Invalid value: \"\": cannot set both port name &"
                + " port number");
    assertThat(inIngress("'defaultBackend':{}"))
        .containsExactly(
            "spec.defaultBackend: Invalid value: \"\": resource or service backend is required");
  }

  @Test
  void the_controller_of_a_class_is_in_a_domain() {
    assertThat(wrong("IngressClass", "'spec':{'controller':'example.com/c'}")).isEmpty();
    assertThat(wrong("IngressClass", "'spec':{'controller':'c'}")).hasSize(1);
    assertThat(wrong("IngressClass", "'spec':{}"))
        .containsExactly("spec.controller: Required value");
    assertThat(
            wrong(
                "IngressClass",
                "'spec':{'controller':'e.com/c','parameters':{'kind':'K','name':'n',"
                    + "'scope':'Namespace'}}"))
        .containsExactly(
            "spec.parameters.namespace: Required value: `parameters.scope` is set to 'Namespace'");
  }

  @Test
  void a_policy_names_peers_and_ports() {
    var peers = "'ingress':[{'from':[%s],'ports':[%s]}]";

    assertThat(inPolicy(peers.formatted("{'podSelector':{}}", "{'port':1,'endPort':2}"))).isEmpty();
    assertThat(inPolicy(peers.formatted("{}", "{'port':3,'endPort':2}")))
        .containsExactlyInAnyOrder(
            "spec.ingress[0].from[0]: Required value: must specify a peer",
            "spec.ingress[0].ports[0].endPort: Invalid value: 2: must be greater than or equal to"
                + " `port`");
    assertThat(
            inPolicy(
                peers.formatted("{'ipBlock':{'cidr':'10.0.0.0/8','except':['11.0.0.0/9']}}", "")))
        .containsExactly(
            "spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: \"11.0.0.0/9\": must be a"
                + " strict subset of `cidr`");
    assertThat(inPolicy("'policyTypes':['Ingress','Egress','Ingress']")).hasSize(1);
    assertThat(inPolicy("'policyTypes':['other']")).hasSize(1);
  }

  @Test
  void services_have_at_most_one_range_of_each_family() {
    assertThat(wrong("ServiceCIDR", "'spec':{'cidrs':['10.0.0.0/8','2001:db8::/64']}")).isEmpty();
    assertThat(wrong("ServiceCIDR", "'spec':{'cidrs':['10.0.0.0/8','11.0.0.0/8']}")).hasSize(1);
    assertThat(wrong("ServiceCIDR", "'spec':{'cidrs':['10.0.0.1/8']}"))
        .containsExactly(
            "spec.cidrs[0]: Invalid value: \"10.0.0.1/8\": must not have bits set beyond the prefix"
                + " length");
    assertThat(wrong("ServiceCIDR", "'spec':{}"))
        .containsExactly("spec.cidrs: Required value: at least one CIDR required");
  }

  @Test
  void a_service_has_ports_that_can_be_told_apart() {
    assertThat(wrong("Service", "'spec':{}")).containsExactly("spec.ports: Required value");
    assertThat(wrong("Service", "'spec':{'clusterIP':'None'}")).isEmpty();
    assertThat(
            wrong(
                "Service",
                "'spec':{'ports':[{'port':80,'name':'a'},{'port':80},{'port':0,'name':'a'}]}"))
        .containsExactly(
            "spec.ports[1].name: Required value",
            "spec.ports[1]: Duplicate value: {\"protocol\":\"TCP\",\"port\":80}",
            "spec.ports[2].name: Duplicate value: \"a\"",
            "spec.ports[2].port: Invalid value: 0: must be between 1 and 65535, inclusive",
            "spec.ports[2].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive");
  }

  @Test
  void a_service_address_fits_its_type() {
    assertThat(wrong("Service", "'spec':{'clusterIP':'nowhere','ports':[{'port':80}]}"))
        .containsExactly(
            "spec.clusterIPs[0]: Invalid value: \"nowhere\": must be a valid IP address, (e.g."
                + " 10.9.8.7 or 2001:db8::ffff)");
    assertThat(
            wrong(
                "Service",
                "'spec':{'clusterIP':'10.0.0.1','ports':[{'port':80,'nodePort':30080}]}"))
        .containsExactly(
            "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'");
    assertThat(
            wrong("Service", "'spec':{'type':'NodePort','clusterIP':'None','ports':[{'port':80}]}"))
        .hasSize(1);
    assertThat(wrong("Service", "'spec':{'type':'ExternalName'}"))
        .containsExactly("spec.externalName: Required value");
  }
}
