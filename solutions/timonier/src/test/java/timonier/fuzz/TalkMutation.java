package timonier.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Breaks the frames that follow an upgrade.
enum TalkMutation implements Mutation {
  NOISE {
    @Override
    byte[] frame(boolean isSpdy, Chance chance) {
      return chance.bytes(1 + chance.below(500));
    }
  },
  RESERVED_BITS {
    @Override
    byte[] frame(boolean isSpdy, Chance chance) {
      return isSpdy
          ? Talks.control(chance.of(1, 2, 3, 6, 9), 0xff, new byte[12])
          : Talks.webSocket(0x82 | chance.of(0x40, 0x20, 0x10), new byte[] {0, 'x'});
    }
  },
  ODD_KIND {
    @Override
    byte[] frame(boolean isSpdy, Chance chance) {
      return isSpdy
          ? Talks.control(chance.of(0, 2, 5, 10, 0x7fff), 0, new byte[chance.below(20)])
          : Talks.webSocket(0x80 | chance.of(0, 1, 3, 7, 11, 15), new byte[] {0, 'x'});
    }
  },
  LARGE_CONTROL {
    @Override
    byte[] frame(boolean isSpdy, Chance chance) {
      return isSpdy
          ? Talks.control(
              chance.of(3, 4, 6, 9), 0, new byte[chance.of(100, 64 << 10, (64 << 10) + 1)])
          : Talks.webSocket(chance.of(0x89, 0x8a, 0x88), new byte[chance.of(126, 500)]);
    }
  },
  CUT_CONTROL {
    @Override
    byte[] frame(boolean isSpdy, Chance chance) {
      return isSpdy
          ? Talks.control(chance.of(1, 3, 4, 6, 7, 8, 9), 0, new byte[chance.below(4)])
          : chance.of(
              Talks.webSocket(0x09, new byte[2]),
              Talks.webSocket(0x88, new byte[1]),
              Talks.webSocket(0x08, new byte[2]));
    }
  },
  BAD_GOODBYE {
    @Override
    byte[] frame(boolean isSpdy, Chance chance) {
      return isSpdy
          ? Talks.control(7, 0, new byte[chance.below(3)])
          : Talks.webSocket(
              0x88,
              chance.of(
                  new byte[] {0, 0},
                  new byte[] {3, (byte) 0xed},
                  new byte[] {3, (byte) 0xe8, (byte) 0xff}));
    }
  },
  HUGE_LENGTH {
    @Override
    byte[] frame(boolean isSpdy, Chance chance) {
      return isSpdy
          ? ByteBuffer.allocate(8).putInt(3).putInt(0xffffff).array()
          : ByteBuffer.allocate(14)
              .put((byte) 0x82)
              .put((byte) 0xff)
              .putLong(chance.of(Long.MAX_VALUE, Long.MIN_VALUE, -1L, 1L << 32))
              .array();
    }
  },
  NO_MASK {
    @Override
    byte[] frame(boolean isSpdy, Chance chance) {
      return isSpdy ? Talks.data(0, 0, new byte[3]) : new byte[] {(byte) 0x82, 2, 0, 'x'};
    }
  },
  ODD_STREAM {
    @Override
    byte[] frame(boolean isSpdy, Chance chance) {
      return isSpdy
          ? Talks.data(chance.of(0, 2, 99, Integer.MAX_VALUE), chance.below(4), new byte[3])
          : Talks.webSocket(
              0x82,
              chance.of(
                  new byte[0],
                  new byte[] {7},
                  new byte[] {(byte) 255},
                  new byte[] {(byte) 255, 9},
                  new byte[] {4, '{'},
                  new byte[] {4, 'x', 'y'},
                  new byte[] {3, 0}));
    }
  },
  ODD_SIZE {
    @Override
    byte[] frame(boolean isSpdy, Chance chance) {
      var size =
          chance.of(
              "{\"Width\":-1,\"Height\":99999}",
              "{\"Width\":\"a\"}",
              "[]",
              "null",
              "{\"Width\":1e99}",
              "\n\n\n");
      var bytes = size.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      var message = new byte[bytes.length + 1];
      message[0] = 4;
      System.arraycopy(bytes, 0, message, 1, bytes.length);
      return isSpdy ? Talks.data(9, 0, bytes) : Talks.webSocket(0x82, message);
    }
  },
  ZLIB_NOISE {
    @Override
    byte[] frame(boolean isSpdy, Chance chance) {
      var body = Arrays.copyOf(new byte[] {0, 0, 0, 21}, 10 + 60);
      System.arraycopy(chance.bytes(60), 0, body, 10, 60);
      return isSpdy ? Talks.control(1, 0, body) : Talks.webSocket(0xc2, chance.bytes(60));
    }
  },
  WINDOW {
    @Override
    byte[] frame(boolean isSpdy, Chance chance) {
      var body =
          ByteBuffer.allocate(8)
              .putInt(chance.of(0, 1, 77, -1))
              .putInt(chance.of(0, -1, Integer.MAX_VALUE))
              .array();
      return isSpdy ? Talks.control(9, 0, body) : Talks.webSocket(0x02, new byte[chance.below(3)]);
    }
  },
  CUT {
    @Override
    byte[] frame(boolean isSpdy, Chance chance) {
      var whole = isSpdy ? Talks.data(3, 0, new byte[50]) : Talks.webSocket(0x82, new byte[50]);
      return Arrays.copyOf(whole, 1 + chance.below(whole.length - 1));
    }
  },
  TWICE {
    @Override
    byte[] frame(boolean isSpdy, Chance chance) {
      return new byte[0];
    }

    @Override
    List<byte[]> apply(List<byte[]> frames, boolean isSpdy, Chance chance) {
      var more = new ArrayList<>(frames);
      more.add(chance.below(frames.size()), chance.of(frames));
      return more;
    }
  };

  /// Makes an unexpected frame.
  abstract byte[] frame(boolean isSpdy, Chance chance);

  /// Inserts an unexpected frame.
  List<byte[]> apply(List<byte[]> frames, boolean isSpdy, Chance chance) {
    var more = new ArrayList<>(frames);
    more.add(chance.below(frames.size()), frame(isSpdy, chance));
    return more;
  }
}
