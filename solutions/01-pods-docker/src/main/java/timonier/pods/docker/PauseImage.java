package timonier.pods.docker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// The image of the container that holds a pod's network: one program of a hundred and thirty bytes
/// that waits for ever.
///
/// It is written here in machine code, so no registry, compiler or library is needed. It has no
/// signal handlers, so only SIGKILL ends it.
public final class PauseImage {

  private static final long ADDRESS = 0x400000;
  private static final int HEADERS = 64 + 56;

  private final Engine engine;

  /// The image on an engine.
  public PauseImage(Engine engine) {
    this.engine = engine;
  }

  /// Makes the image, unless the engine has it, and returns its name.
  public String name() {
    var program = program(engine.architecture());
    var hash = HexFormat.of().formatHex(ImageArchive.sha256().digest(program));
    var name = "timonier/pause:" + hash.substring(0, 12);
    if (engine.image(name).isEmpty()) {
      load(name, program);
    }
    return name;
  }

  private void load(String name, byte[] program) {
    try {
      var file = Files.createTempFile("timonier-pause", ".tar");
      try {
        try (var layer = new Layer(Files.newOutputStream(file))) {
          layer.program("pause", program);
        }
        var image = new ImageArchive.Image(name, List.of("/pause"), Map.of());
        new ImageArchive(engine.architecture(), file, List.of(image)).load(engine);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// The program: an ELF header, one segment, and a loop around the system call `pause`; on ARM,
  /// where Linux has no `pause`, `ppoll` with nothing to wait for.
  static byte[] program(String architecture) {
    return switch (architecture) {
      case "amd64" -> elf(62, HexFormat.of().parseHex("b822000000" + "0f05" + "ebf7"));
      case "arm64" ->
          elf(
              183,
              HexFormat.of()
                  .parseHex(
                      "000080d2"
                          + "010080d2"
                          + "020080d2"
                          + "030080d2"
                          + "040080d2"
                          + "280980d2"
                          + "010000d4"
                          + "f9ffff17"));
      default ->
          throw new EngineFailure(
              501, "no pause program for processors of the kind " + architecture);
    };
  }

  /// An executable of one segment. Source: System V ABI, chapter 4, for 64 bits.
  private static byte[] elf(int machine, byte[] code) {
    var size = HEADERS + code.length;
    var elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(HexFormat.of().parseHex("7f454c46020101000000000000000000"));
    elf.putShort((short) 2).putShort((short) machine).putInt(1);
    elf.putLong(ADDRESS + HEADERS).putLong(64).putLong(0).putInt(0);
    elf.putShort((short) 64).putShort((short) 56).putShort((short) 1);
    elf.putShort((short) 64).putShort((short) 0).putShort((short) 0);
    elf.putInt(1).putInt(5).putLong(0).putLong(ADDRESS).putLong(ADDRESS);
    elf.putLong(size).putLong(size).putLong(0x10000);
    return elf.put(code).array();
  }
}
