package timonier.apiserver.rules.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static timonier.apiserver.rules.cluster.ClusterJudged.wrong;

import org.junit.jupiter.api.Test;

class WebhookChecksTest {

  private static String hook(String client, String rule, String more) {
    return "'webhooks':[{'name':'a.example.com','clientConfig':{%s},'rules':[{%s}],"
            .formatted(client, rule)
        + "'sideEffects':'None','admissionReviewVersions':['v1']%s}]".formatted(more);
  }

  private static final String CLIENT = "'service':{'namespace':'n','name':'s'}";
  private static final String RULE =
      "'operations':['CREATE'],'apiGroups':[''],'apiVersions':['v1'],'resources':[%s]";

  private static String of(String resources) {
    return hook(CLIENT, RULE.formatted(resources), "");
  }

  @Test
  void a_webhook_is_reached_at_one_place() {
    for (var kind :
        new String[] {"ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"}) {
      assertThat(wrong(kind, of("'pods'"))).isEmpty();
      assertThat(wrong(kind, hook("", RULE.formatted("'pods'"), "")))
          .containsExactly("webhooks[0].clientConfig");
      assertThat(wrong(kind, hook("'url':'http://a/b?c'", RULE.formatted("'pods'"), "")))
          .containsOnly("webhooks[0].clientConfig.url");
      assertThat(wrong(kind, hook("'url':'https://a/b'", RULE.formatted("'pods'"), ""))).isEmpty();
    }
  }

  @Test
  void a_path_has_steps() {
    var client = "'service':{'namespace':'n','name':'s','path':'%s'}";
    for (var path : new String[] {"/", "/a", "/a/b/"}) {
      assertThat(
              wrong(
                  "ValidatingWebhookConfiguration",
                  hook(client.formatted(path), RULE.formatted("'pods'"), "")))
          .isEmpty();
    }
    for (var path : new String[] {"a", "//", "/a//b", "/A_b"}) {
      assertThat(
              wrong(
                  "ValidatingWebhookConfiguration",
                  hook(client.formatted(path), RULE.formatted("'pods'"), "")))
          .containsOnly("webhooks[0].clientConfig.service.path");
    }
  }

  @Test
  void all_resources_leave_none_to_be_named() {
    assertThat(wrong("ValidatingWebhookConfiguration", of("'*','*/scale'"))).isEmpty();
    assertThat(wrong("ValidatingWebhookConfiguration", of("'*','pods'")))
        .containsExactly("webhooks[0].rules[0].resources");
    assertThat(wrong("ValidatingWebhookConfiguration", of("'*/*','pods'")))
        .containsExactly("webhooks[0].rules[0].resources");
    assertThat(wrong("ValidatingWebhookConfiguration", of("'pods/*','pods/log'")))
        .containsExactly("webhooks[0].rules[0].resources[1]");
  }

  @Test
  void a_webhook_answers_in_time() {
    assertThat(
            wrong(
                "ValidatingWebhookConfiguration",
                hook(CLIENT, RULE.formatted("'pods'"), ",'timeoutSeconds':31")))
        .containsExactly("webhooks[0].timeoutSeconds");
  }

  @Test
  void a_field_goes_with_the_kind_that_has_it() {
    assertThat(wrong("PriorityLevelConfiguration", "'spec':{'type':'Exempt','exempt':{}}"))
        .isEmpty();
    assertThat(wrong("PriorityLevelConfiguration", "'spec':{'type':'Limited'}"))
        .containsExactly("spec.limited");
    assertThat(wrong("PriorityLevelConfiguration", "'spec':{'type':'Limited','exempt':{}}"))
        .contains("spec.limited");
  }

  @Test
  void a_device_is_asked_for_in_one_way() {
    var claim = "'spec':{'devices':{'requests':[{'name':'r'%s}]}}";

    assertThat(wrong("ResourceClaim", claim.formatted(",'exactly':{'deviceClassName':'c'}")))
        .isEmpty();
    assertThat(wrong("ResourceClaim", claim.formatted("")))
        .containsExactly("spec.devices.requests[0]");
  }
}
