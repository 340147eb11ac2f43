package timonier.fuzz;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import timonier.fuzz.Api.Resource;

/// The grammar of valid requests, each with the verb that must be published for it.
///
/// Each production makes requests that make sense, with random options and formats. It asks [Live]
/// for the cluster's present state.
enum Production {
  CREATE("create", false) {
    @Override
    Request make(Draft draft) {
      var document = draft.document();
      if (draft.chance().one(6)) {
        ((ObjectNode) document.path("metadata")).put("generateName", "g-").remove("name");
      }
      return draft.writes(
          draft.request("POST", draft.place().collection()).says(draft.format(), document));
    }
  },
  /// Asks for the certificate of a node.
  SIGNING("create", false) {
    @Override
    List<Resource> resources(Api api) {
      return super.resources(api).stream()
          .filter(resource -> resource.plural().equals("certificatesigningrequests"))
          .toList();
    }

    @Override
    Request make(Draft draft) {
      var document = draft.document();
      document.withObject("/spec").put("signerName", "kubernetes.io/kube-apiserver-client-kubelet");
      return draft.request("POST", draft.place().collection()).says(draft.format(), document);
    }
  },
  REPLACE("update", true) {
    @Override
    Request make(Draft draft) {
      return draft.writes(
          draft
              .request("PUT", draft.place().path())
              .says(draft.format(), draft.versioned(draft.document())));
    }
  },
  JSON_PATCH("patch", true) {
    @Override
    Request make(Draft draft) {
      return draft.writes(
          draft
              .request("PATCH", draft.place().path())
              .says("application/json-patch+json", draft.jsonPatch()));
    }
  },
  MERGE_PATCH("patch", true) {
    @Override
    Request make(Draft draft) {
      return draft.writes(
          draft
              .request("PATCH", draft.place().path())
              .says("application/merge-patch+json", draft.partial()));
    }
  },
  STRATEGIC_MERGE_PATCH("patch", true) {
    @Override
    Request make(Draft draft) {
      return draft.writes(
          draft
              .request("PATCH", draft.place().path())
              .says("application/strategic-merge-patch+json", draft.partial()));
    }
  },
  APPLY("patch", false) {
    @Override
    Request make(Draft draft) {
      var request =
          draft.request("PATCH", draft.place().path()).says(Bodies.APPLY, draft.document());
      return draft.writes(
          request
              .with("fieldManager", draft.chance().of("fuzz-x", "fuzz-y"))
              .with("force", draft.chance().of("true", "false", "1")));
    }
  },
  GET("get", true) {
    @Override
    Request make(Draft draft) {
      return draft.reads(draft.request("GET", draft.place().path()));
    }
  },
  LIST("list", true) {
    @Override
    Request make(Draft draft) {
      return draft.selects(draft.reads(draft.request("GET", draft.somewhere())));
    }
  },
  WATCH("watch", true) {
    @Override
    Request make(Draft draft) {
      var chance = draft.chance();
      var request = draft.request("GET", draft.somewhere()).with("watch", chance.of("1", "true"));
      if (chance.one(3)) {
        request =
            request.with("sendInitialEvents", "true").with("resourceVersionMatch", "NotOlderThan");
      } else if (chance.one(2)) {
        request = request.with("resourceVersion", draft.live().version(draft.place()));
      }
      if (chance.one(2)) {
        request = request.with("allowWatchBookmarks", "true");
      }
      return draft.selects(draft.tabled(request.with("timeoutSeconds", chance.of("1", "600"))));
    }
  },
  DELETE("delete", true) {
    @Override
    Request make(Draft draft) {
      return draft.deletes(
          draft.request("DELETE", draft.place().path()), draft.live().uid(draft.place()));
    }
  },
  DELETE_COLLECTION("deletecollection", true) {
    @Override
    List<Resource> resources(Api api) {
      // objects outside namespaces may be the cluster's own
      return super.resources(api).stream().filter(Resource::namespaced).toList();
    }

    @Override
    Request make(Draft draft) {
      var request = draft.request("DELETE", draft.place().collection());
      return draft.deletes(
          draft.chance().one(2) ? request.with("labelSelector", "app in (fuzz, b)") : request, "");
    }
  },
  READ_PART("*:get", true) {
    @Override
    Request make(Draft draft) {
      return draft.reads(draft.request("GET", draft.part("get")));
    }
  },
  REPLACE_PART("*:update", true) {
    @Override
    Request make(Draft draft) {
      var part = draft.part("update");
      return draft.writes(
          draft.request("PUT", part).says(draft.format(), draft.partDocument(part)));
    }
  },
  PATCH_PART("*:patch", true) {
    @Override
    Request make(Draft draft) {
      var part = draft.part("patch");
      var type = draft.chance().of("merge-patch", "strategic-merge-patch");
      var document = draft.partDocument(part);
      ((ObjectNode) document).remove("metadata");
      return draft.writes(
          draft.request("PATCH", part).says("application/" + type + "+json", document));
    }
  },
  BINDING("binding:create", true) {
    @Override
    Request make(Draft draft) {
      var binding = draft.ofKind("v1", "Binding");
      binding.putObject("target").put("kind", "Node").put("name", "node-1");
      return draft.writes(
          draft.request("POST", draft.place().path() + "/binding").says(draft.format(), binding));
    }
  },
  EVICTION("eviction:create", true) {
    @Override
    Request make(Draft draft) {
      var eviction = draft.ofKind(draft.chance().of("policy/v1", "policy/v1beta1"), "Eviction");
      if (draft.chance().one(2)) {
        eviction.putObject("deleteOptions").put("gracePeriodSeconds", draft.chance().below(40));
      }
      return draft.writes(
          draft.request("POST", draft.place().path() + "/eviction").says(Bodies.JSON, eviction));
    }
  },
  LOG("log:get", false) {
    @Override
    Request make(Draft draft) {
      var chance = draft.chance();
      var request = draft.request("GET", draft.runner() + "/log");
      for (var option :
          List.of(
              "tailLines=3",
              "sinceSeconds=60",
              "timestamps=true",
              "limitBytes=100",
              "container=main",
              "previous=true",
              "follow=true",
              "sinceTime=2026-01-01T00:00:00Z")) {
        var sides = option.split("=", 2);
        request = chance.one(4) ? request.with(sides[0], sides[1]) : request;
      }
      return request;
    }
  },
  TALK("exec:get", false) {
    @Override
    Request make(Draft draft) {
      var chance = draft.chance();
      var how = chance.of("exec", "exec", "attach", "portforward");
      var request = draft.request("GET", draft.runner() + "/" + how);
      if (how.equals("portforward")) {
        request = request.with("ports", "8080");
      } else {
        request = request.with("container", "main").with("stdout", "1");
        request = chance.one(2) ? request.with("stdin", "true") : request;
        request = chance.one(3) ? request.with("tty", "true") : request;
        request = how.equals("exec") ? request.with("command", chance.of("cat", "echo")) : request;
      }
      return Talks.upgrade(request, how, chance);
    }
  },
  DOCUMENT("", false) {
    @Override
    List<Resource> resources(Api api) {
      return api.resources();
    }

    @Override
    Request make(Draft draft) {
      var chance = draft.chance();
      var request = draft.request("GET", chance.of(draft.api().documents()));
      return chance.one(2)
          ? request
          : request.header(
              "Accept",
              chance.of(
                  "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
                  "application/com.github.proto-openapi.spec.v2@v1.0+protobuf",
                  "application/json",
                  "*/*"));
    }
  };

  private final String verb;
  private final boolean needsObject;

  /// @param verb as in `create`, `scale:get`, or `*:get` for any subresource
  /// @param needsObject whether the object that it is about should exist
  Production(String verb, boolean needsObject) {
    this.verb = verb;
    this.needsObject = needsObject;
  }

  boolean needsObject() {
    return needsObject;
  }

  /// The resources that it applies to.
  List<Resource> resources(Api api) {
    return verb.startsWith("*")
        ? api.resources().stream()
            .filter(resource -> !parts(resource, verb.substring(2)).isEmpty())
            .toList()
        : api.with(verb);
  }

  abstract Request make(Draft draft);

  /// The subresources with a verb whose content is a plain document.
  static List<String> parts(Resource resource, String verb) {
    return resource.verbs().stream()
        .filter(known -> known.endsWith(":" + verb))
        .map(known -> known.substring(0, known.indexOf(':')))
        .filter(part -> !List.of("log", "exec", "attach", "portforward", "proxy").contains(part))
        .toList();
  }
}
