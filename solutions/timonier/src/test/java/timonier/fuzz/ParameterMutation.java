package timonier.fuzz;

import java.util.ArrayList;
import java.util.List;

/// Breaks the parameters of a request.
enum ParameterMutation implements Mutation {
  ODD_VALUE {
    @Override
    Request apply(Request request, Chance chance) {
      var name =
          request.query().isEmpty() || chance.one(2)
              ? chance.of(NAMES)
              : chance.of(request.query()).name();
      return without(request, name).with(name, chance.of(ODD_TEXTS));
    }
  },
  TWICE {
    @Override
    Request apply(Request request, Chance chance) {
      var name = chance.of(NAMES);
      return request.with(name, chance.of("1", "a")).with(name, chance.of("", "All", "2"));
    }
  },
  OTHER_SELECTOR {
    @Override
    Request apply(Request request, Chance chance) {
      return request.with(
          chance.of("labelSelector", "fieldSelector"),
          chance.of(
              "a=b=c",
              "a in b",
              "a in (",
              "(a)",
              "=",
              "!",
              "a==",
              ",,,",
              "a notin ()",
              "!a=b",
              "a>1",
              "a<x",
              "metadata.name",
              "metadata.name=a,metadata.name=b",
              "spec.x=y",
              "metadata..name=1",
              "a\\,b=c",
              "app in (" + "x,".repeat(5000) + "x)",
              "((((((((",
              "a in (b))",
              "app=" + "x".repeat(5000),
              " a  in   (b , c) ",
              "a!",
              "x".repeat(20_000),
              "a, ".repeat(5000)));
    }
  },
  OTHER_PAGE {
    @Override
    Request apply(Request request, Chance chance) {
      return request
          .with("limit", chance.of("1", "0", "-1", "2147483648", "9223372036854775807", "x"))
          .with(
              "continue",
              chance.of(
                  "x",
                  "!!!",
                  "MTAvYS9i",
                  "eHh4",
                  "LTEvYS9i",
                  "OTk5OTk5OTk5OTkvYS9i",
                  "x".repeat(10_000),
                  "MS8vLw",
                  "ew=="));
    }
  },
  OTHER_VERSION {
    @Override
    Request apply(Request request, Chance chance) {
      var some =
          request.with(
              "resourceVersion",
              chance.of(
                  "1",
                  "-1",
                  "999999999",
                  "18446744073709551615",
                  "9223372036854775808",
                  "x",
                  "1.5"));
      return chance.one(2)
          ? some.with("resourceVersionMatch", chance.of("Exact", "NotOlderThan", "exact", ""))
          : some;
    }
  },
  OTHER_TIME {
    @Override
    Request apply(Request request, Chance chance) {
      return request.with(
          chance.of(
              "timeoutSeconds",
              "gracePeriodSeconds",
              "tailLines",
              "sinceSeconds",
              "limitBytes",
              "sinceTime"),
          chance.of(
              "-1",
              "0",
              "x",
              "2147483648",
              "9223372036854775807",
              "9223372036854775808",
              "1e3",
              " 1"));
    }
  },
  UNKNOWN {
    @Override
    Request apply(Request request, Chance chance) {
      return request.with(
          chance.of("", "x", "watch", "command", "A".repeat(3000)), chance.of(ODD_TEXTS));
    }
  };

  private static final List<String> NAMES =
      List.of(
          "labelSelector",
          "fieldSelector",
          "limit",
          "continue",
          "resourceVersion",
          "resourceVersionMatch",
          "timeoutSeconds",
          "sendInitialEvents",
          "allowWatchBookmarks",
          "dryRun",
          "fieldValidation",
          "fieldManager",
          "force",
          "propagationPolicy",
          "pretty",
          "gracePeriodSeconds",
          "orphanDependents",
          "includeObject",
          "container",
          "ports",
          "command");

  private static Request without(Request request, String name) {
    var fewer = new ArrayList<>(request.query());
    fewer.removeIf(parameter -> parameter.name().equals(name));
    return new Request(
        request.production(),
        request.place(),
        request.method(),
        request.path(),
        fewer,
        request.headers(),
        request.contentType(),
        request.document());
  }

  abstract Request apply(Request request, Chance chance);
}
