package timonier.fuzz;

import java.util.ArrayList;
import java.util.List;

/// Breaks the first line or the headers of a message, which stays a message.
enum HeadMutation implements Mutation {
  METHOD {
    @Override
    Message apply(Message message, Chance chance) {
      return message.method(
          chance.of(
              "GET",
              "POST",
              "PUT",
              "PATCH",
              "DELETE",
              "HEAD",
              "OPTIONS",
              "TRACE",
              "CONNECT",
              "BREW",
              "get",
              "PROPFIND",
              "X".repeat(200)));
    }
  },
  CONTENT_TYPE {
    @Override
    Message apply(Message message, Chance chance) {
      return message.instead(
          "Content-Type",
          chance.of(
              "",
              "text/plain",
              "application/xml",
              "application/json;charset=utf-16",
              "application/json; charset=x",
              "APPLICATION/JSON",
              "application/",
              "/",
              ";",
              "application/json-patch+json",
              "application/merge-patch+json",
              "application/strategic-merge-patch+json",
              Bodies.APPLY,
              Bodies.PROTOBUF,
              Bodies.YAML,
              "multipart/form-data",
              "application/x-www-form-urlencoded"));
    }
  },
  ACCEPT {
    @Override
    Message apply(Message message, Chance chance) {
      return message.instead(
          "Accept",
          chance.of(
              "",
              "x",
              "text/html",
              "application/json;as=Table;v=v9;g=meta.k8s.io",
              "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io",
              "application/vnd.kubernetes.protobuf",
              "application/json;q=x",
              ";;;,,,",
              "application/json;as=Table",
              "*/*;q=0",
              "application/yaml",
              "a/b,".repeat(1000),
              "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"));
    }
  },
  ENCODING {
    @Override
    Message apply(Message message, Chance chance) {
      return message.instead(
          chance.of("Content-Encoding", "Accept-Encoding", "TE", "Expect"),
          chance.of(
              "gzip",
              "br",
              "gzip;q=x",
              "100-continue",
              "trailers",
              "identity;q=0",
              "deflate, gzip, x",
              "200-nothing"));
    }
  },
  CREDENTIALS {
    @Override
    Message apply(Message message, Chance chance) {
      var value =
          chance.of(
              "Bearer wrong",
              "Bearer ",
              "Bearer",
              "Basic eDp5",
              "Bearer \u00ff\u00fe",
              "Bearer " + "x".repeat(5000),
              "Negotiate");
      return chance.one(6)
          ? message.without("Authorization")
          : message.instead("Authorization", value);
    }
  },
  DOUBLED_SLASH {
    @Override
    Message apply(Message message, Chance chance) {
      return target(message, chance, "//", "/./", "/../", "///", "/", "/%2e%2e/", "/;/", "/;a=b/");
    }
  },
  PATH_BYTES {
    @Override
    Message apply(Message message, Chance chance) {
      return target(
          message,
          chance,
          "/%2F",
          "/%00",
          "/%",
          "/%z",
          "/%zz",
          "/%c3",
          "/%ff",
          "/\\",
          "/%5c",
          "/%ed%a0%80",
          "/\u00ff",
          "/%C0%AF",
          "/%u0041",
          "/+",
          "/%25",
          "/%0d%0a",
          "/%23v2",
          "/|",
          "/\"",
          "/<",
          "/#",
          "/?");
    }
  },
  PATH_PARTS {
    @Override
    Message apply(Message message, Chance chance) {
      var sides = message.target().split("\\?", 2);
      var parts = new ArrayList<>(List.of(sides[0].split("/", -1)));
      var at = chance.below(parts.size());
      switch (chance.below(5)) {
        case 0 -> parts.remove(at);
        case 1 ->
            parts.add(
                at,
                chance.of(
                    "x", "status", "scale", "namespaces", "proxy", "watch", "log", "finalize"));
        case 2 ->
            parts.set(
                at,
                chance.of(
                    "",
                    "x",
                    "v9",
                    "apis",
                    "api",
                    "Pods",
                    "-",
                    "*",
                    "~",
                    "x".repeat(5000),
                    ".",
                    "..."));
        case 3 ->
            parts.add(
                chance.of(
                    "",
                    "status",
                    "scale",
                    "binding",
                    "eviction",
                    "log",
                    "exec",
                    "attach",
                    "portforward",
                    "proxy",
                    "approval",
                    "finalize",
                    "x/y/z"));
        default -> parts.addAll(parts.subList(1, parts.size()));
      }
      var path = String.join("/", parts);
      var query = sides.length > 1 ? "?" + sides[1] : "";
      return message.target((path.isEmpty() ? "/" : path) + query);
    }
  },
  QUERY_BYTES {
    @Override
    Message apply(Message message, Chance chance) {
      var target = message.target();
      return message.target(
          target
              + (target.contains("?") ? "&" : "?")
              + chance.of(
                  "%",
                  "a=%zz",
                  "a=%c3",
                  "=",
                  "&&&",
                  "a=b=c",
                  "%00=%00",
                  "limit=%ff",
                  "labelSelector=%ed%a0%80",
                  "?",
                  "a;b=c",
                  "watch=%31",
                  "x=" + "y".repeat(6000),
                  "watch",
                  "dryRun",
                  "[]=1",
                  "a[b]=c",
                  "watch=true&watch=false",
                  "+=+"));
    }
  },
  MANY_HEADERS {
    @Override
    Message apply(Message message, Chance chance) {
      var more = message;
      for (var left = chance.of(10, 100, 300); left > 0; left--) {
        more = more.with("X-Fuzz-" + left, "y".repeat(chance.of(1, 20)));
      }
      return more;
    }
  },
  ODD_HEADER {
    @Override
    Message apply(Message message, Chance chance) {
      return message.with(
          chance.of(
              "X-A",
              "Accept",
              "Cookie",
              "User-Agent",
              "If-None-Match",
              "If-Match",
              "Range",
              "Impersonate-User",
              "X-Remote-User",
              "X-Forwarded-For",
              "Upgrade",
              "Connection",
              "Origin",
              "Referer",
              "Audit-ID",
              "Max-Forwards",
              "Date"),
          chance.of(
              "",
              "x",
              "\u00ff",
              "a, b; c=\"",
              "*",
              "bytes=0-1",
              "websocket",
              "h2c",
              "SPDY/3.1",
              "Upgrade, x",
              "system:masters",
              "-1",
              "y".repeat(4000)));
    }
  };

  private static Message target(Message message, Chance chance, String... parts) {
    var target = message.target();
    var slash = target.indexOf('/', chance.below(target.length()));
    var at = slash < 0 ? 0 : slash;
    var rest = target.isEmpty() ? "" : target.substring(at + 1);
    return message.target(target.substring(0, at) + chance.of(parts) + rest);
  }

  abstract Message apply(Message message, Chance chance);
}
