package timonier.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Breaks a message so that it is no longer one, or ends too early. The connection ends with it.
enum FramingMutation implements Mutation {
  CUT_IN_HEAD {
    @Override
    Message apply(Message message, Chance chance) {
      return message.cut(1 + chance.below(message.head().length - 1));
    }
  },
  CUT_IN_BODY {
    @Override
    Message apply(Message message, Chance chance) {
      var some = message.body().length == 0 ? message.body(new byte[9]) : message;
      return some.cut(some.head().length + chance.below(some.body().length));
    }
  },
  CUT_AFTER {
    @Override
    Message apply(Message message, Chance chance) {
      return message.cut(message.bytes().length);
    }
  },
  LENGTH_TOO_LARGE {
    @Override
    Message apply(Message message, Chance chance) {
      var length = message.body().length + 1 + chance.below(100);
      return message.instead("Content-Length", "" + length);
    }
  },
  LENGTH_TOO_SMALL {
    @Override
    Message apply(Message message, Chance chance) {
      var some = message.body(Arrays.copyOf(message.body(), message.body().length + 20));
      return some.instead("Content-Length", "" + chance.below(some.body().length));
    }
  },
  ODD_LENGTH {
    @Override
    Message apply(Message message, Chance chance) {
      return message.instead(
          "Content-Length",
          chance.of("-1", "x", "", "1,1", "99999999999999999999", "0x10", "+5", "1 2"));
    }
  },
  TWO_LENGTHS {
    @Override
    Message apply(Message message, Chance chance) {
      return message
          .with("Content-Length", "" + chance.below(50))
          .with("Content-Length", "" + chance.below(50));
    }
  },
  LENGTH_AND_CHUNKS {
    @Override
    Message apply(Message message, Chance chance) {
      return message.with("Transfer-Encoding", "chunked");
    }
  },
  CHUNKS {
    @Override
    Message apply(Message message, Chance chance) {
      var body = new ByteArrayOutputStream();
      var half = message.body().length / 2;
      body.writeBytes(ascii(chance.of("%x", "%X;ext=1", "0%x").formatted(half) + "\r\n"));
      body.write(message.body(), 0, half);
      var rest = message.body().length - half;
      body.writeBytes(
          ascii(
              "\r\n"
                  + chance.of(
                      "",
                      "zz\r\n",
                      "-1\r\n",
                      "FFFFFFFFFFFFFFFFF\r\n",
                      "%x\r\n".formatted(rest),
                      "\r\n",
                      "%x\r\n".formatted(rest + 5))));
      body.write(message.body(), half, rest);
      body.writeBytes(
          ascii(
              chance.of(
                  "", "\r\n0\r\n\r\n", "\r\n0\r\nX-Trailer: a\r\n\r\n", "\r\n0\r\n: \r\n\r\n")));
      return message
          .without("Content-Length")
          .with(
              "Transfer-Encoding",
              chance.of("chunked", "Chunked", "gzip, chunked", "chunked, chunked", "x"))
          .plainBody(body.toByteArray());
    }
  },
  VERSION {
    @Override
    Message apply(Message message, Chance chance) {
      return message.version(
          chance.of(
              "HTTP/1.0",
              "HTTP/0.9",
              "HTTP/2.0",
              "HTTP/9.9",
              "HTTP/1.1 x",
              "http/1.1",
              "",
              "FTP/1.1",
              "HTTP/1.",
              "HTTP/11.1"));
    }
  },
  HOST {
    @Override
    Message apply(Message message, Chance chance) {
      return chance.one(3)
          ? message.without("Host")
          : message.with(
              "Host", chance.of("", "x", "a b", "127.0.0.1:99999", "[::1", "a\u0000b", "x,y"));
    }
  },
  HEADER_BYTES {
    @Override
    Message apply(Message message, Chance chance) {
      return message.with(
          chance.of("X A", "", "X\0", "X-A\r\n", "\u00ff", "X:", "X-A "),
          chance.of("a\0b", "a\r\n b", "a\rb", "a\nb", "x"));
    }
  },
  METHOD_BYTES {
    @Override
    Message apply(Message message, Chance chance) {
      return message.method(
          chance.of(
              "", " ", "G\0T", "GE T", "\u00ff", "G(T", "PRI", "\r\nGET", "X".repeat(20_000)));
    }
  },
  TARGET_BYTES {
    @Override
    Message apply(Message message, Chance chance) {
      return message.target(
          chance.of(
              "",
              "*",
              "x",
              " ",
              "/a b",
              "http://127.0.0.1/version",
              "http://[::1",
              "//x/version",
              "/\0",
              "/" + "x".repeat(20_000),
              "/version\r\n",
              "?",
              "#",
              "\u00ff",
              "https://user@127.0.0.1:0/api"));
    }
  },
  LARGE_HEAD {
    @Override
    Message apply(Message message, Chance chance) {
      return message.with("X-Large", "y".repeat(chance.of(7_000, 9_000, 70_000)));
    }
  },
  NOISE {
    @Override
    Message apply(Message message, Chance chance) {
      var noise = new String(chance.bytes(1 + chance.below(200)), StandardCharsets.ISO_8859_1);
      return message.method(noise);
    }
  },
  SOMETHING_AFTER {
    @Override
    Message apply(Message message, Chance chance) {
      return message.plainBody(concat(message.body(), chance.bytes(1 + chance.below(50))));
    }
  };

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] concat(byte[] a, byte[] b) {
    var all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  abstract Message apply(Message message, Chance chance);
}
