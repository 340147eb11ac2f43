package timonier.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.zip.GZIPOutputStream;

/// Breaks the bytes of a body.
enum TextMutation implements Mutation {
  TRUNCATED {
    @Override
    byte[] apply(byte[] body, Chance chance) {
      return Arrays.copyOf(body, chance.below(body.length));
    }
  },
  BROKEN_UTF8 {
    @Override
    byte[] apply(byte[] body, Chance chance) {
      var broken =
          chance.of(
              new byte[] {(byte) 0xc3},
              new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
              new byte[] {(byte) 0xff, (byte) 0xfe},
              new byte[] {(byte) 0xc0, (byte) 0x80},
              new byte[] {0});
      return inserted(body, chance.below(body.length), broken);
    }
  },
  FLIPPED_BIT {
    @Override
    byte[] apply(byte[] body, Chance chance) {
      var flipped = body.clone();
      for (var left = 1 + chance.below(3); left > 0; left--) {
        flipped[chance.below(flipped.length)] ^= (byte) (1 << chance.below(8));
      }
      return flipped;
    }
  },
  DUPLICATE_FIELD {
    @Override
    byte[] apply(byte[] body, Chance chance) {
      var text = new String(body, StandardCharsets.ISO_8859_1);
      var open = text.indexOf('{', chance.below(body.length));
      return open < 0
          ? body
          : inserted(
              body,
              open + 1,
              ascii(
                  chance.of(
                      "\"kind\":1,",
                      "\"metadata\":{},",
                      "\"name\":\"a\",\"name\":null,",
                      "\"\":{\"\":[]},\"\":0,")));
    }
  },
  NOT_QUITE_JSON {
    @Override
    byte[] apply(byte[] body, Chance chance) {
      var words =
          chance.of(
              "NaN",
              "Infinity",
              "-",
              "01",
              "1e",
              "'a'",
              "undefined",
              "/* */",
              "// x\n",
              ",,",
              "\u0001",
              "\"\\ud800\"",
              "\"\\x\"",
              "[[[[",
              "}}}}",
              "\"",
              "1" + "0".repeat(2000),
              "1e" + "9".repeat(20),
              "[".repeat(5000),
              "{\"a\":".repeat(5000));
      var colon =
          new String(body, StandardCharsets.ISO_8859_1).indexOf(':', chance.below(body.length));
      return inserted(body, colon < 0 ? chance.below(body.length) : colon + 1, ascii(words));
    }
  },
  SOMETHING_AFTER {
    @Override
    byte[] apply(byte[] body, Chance chance) {
      return inserted(
          body,
          body.length,
          ascii(chance.of("x", "{}", "\n---\na: b\n", "\0", " ".repeat(100_000))));
    }
  },
  YAML {
    @Override
    byte[] apply(byte[] body, Chance chance) {
      return ascii(
          chance.of(
              bomb(),
              "a: &a\n  b: *a\n",
              "!!java.net.URL [\"http://127.0.0.1\"]\n",
              "%YAML 9.9\n---\na: b\n",
              "? {a: b}\n: c\n",
              "a: *unknown\n",
              "- a\n- b\n",
              "a:\n\t- b\n",
              "a: !!binary x\nb: !!float y\n",
              "a: .nan\nb: .inf\nc: 0o17\nd: 2031-01-01\n",
              "{".repeat(3000),
              "- ".repeat(3000),
              "\"\\xZZ\"",
              "a: |\n  x\n b: c\n",
              ""));
    }
  },
  GZIPPED {
    @Override
    byte[] apply(byte[] body, Chance chance) {
      var bytes = new ByteArrayOutputStream();
      try (var out = new GZIPOutputStream(bytes)) {
        out.write(body);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }
  },
  NOISE {
    @Override
    byte[] apply(byte[] body, Chance chance) {
      var noise = chance.bytes(1 + chance.below(300));
      return chance.one(2) ? noise : inserted(noise, 0, new byte[] {'k', '8', 's', 0});
    }
  },
  EMPTIED {
    @Override
    byte[] apply(byte[] body, Chance chance) {
      return new byte[0];
    }
  },
  /// More than the server accepts.
  TOO_LARGE {
    @Override
    byte[] apply(byte[] body, Chance chance) {
      var filler = new byte[chance.of(3 << 20, (3 << 20) + 1, 4 << 20)];
      Arrays.fill(filler, (byte) ' ');
      return inserted(filler, 0, body);
    }
  };

  /// A short text that expands to a long one: each line stands for nine of the line before.
  private static String bomb() {
    var text = new StringBuilder("a0: &a0 [x]\n");
    for (var line = 1; line <= 9; line++) {
      var before = "*a" + (line - 1);
      text.append(
          "a%d: &a%d [%s]\n"
              .formatted(line, line, String.join(",", Collections.nCopies(9, before))));
    }
    return text.toString();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] inserted(byte[] body, int at, byte[] more) {
    var bytes = new ByteArrayOutputStream();
    bytes.write(body, 0, at);
    bytes.writeBytes(more);
    bytes.write(body, at, body.length - at);
    return bytes.toByteArray();
  }

  /// Returns the bytes to send instead.
  ///
  /// @param body at least one byte
  abstract byte[] apply(byte[] body, Chance chance);
}
