package timonier.pods.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;

/// The first process of a container: a program of some two hundred and seventy bytes, in machine
/// code, so that no compiler or library is needed.
///
/// It mounts the container's own processes at `/proc`, reports that by one byte, lets the kernel
/// reap orphans, and waits for the end of its input, which the supervisor holds open. So it ends
/// with the supervisor, and then the kernel kills all that is left of the container. The
/// container's program is the supervisor's child, not its own, so signals reach the program
/// directly.
///
/// ```
/// mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, 0)   fails: exit(0)
/// rt_sigaction(SIGCHLD, {SIG_IGN}, 0, 8)
/// write(1, stack, 1)
/// do read(0, stack, 1) while it is interrupted or reads something
/// exit(0)
/// ```
public final class InitProgram {

  private static final long ADDRESS = 0x400000;
  private static final int HEADERS = 64 + 56;

  private static final String X86 =
      "b8a5000000488d3d65000000488d355d0000004889fa41ba0e0000004531c00f0585c07542b80d000000"
          + "bf11000000488d354000000031d241ba080000000f05b801000000bf010000004889e6ba01000000"
          + "0f0531c031ff4889e6ba010000000f0583f8fc74edb83c00000031ff0f05"
          + "2f70726f630001000000000000000000000000000000"
          + "00000000000000000000000000000000";

  private static final String ARM =
      "a003003081030010e20300aac30180d2040080d2080580d2010000d4600200b5200280d2e1020010"
          + "020080d2030180d2c81080d2010000d4200080d2e1030091220080d2080880d2010000d4"
          + "000080d2e1030091220080d2e80780d2010000d41f1000b140ffff54000080d2a80b80d2010000d4"
          + "2f70726f630000001f2003d5"
          + "0100000000000000000000000000000000000000000000000000000000000000";

  /// Writes it to a file.
  public static void write(Path file) throws IOException {
    Files.write(file, bytes());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-x------"));
  }

  private static byte[] bytes() throws IOException {
    return switch (System.getProperty("os.arch")) {
      case "amd64" -> elf(62, HexFormat.of().parseHex(X86));
      case "aarch64" -> elf(183, HexFormat.of().parseHex(ARM));
      default -> throw new IOException("no init for " + System.getProperty("os.arch"));
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

  private InitProgram() {}
}
