package timonier.services.proxy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.LoggerFactory;
import timonier.kit.loop.ForeignSocket;
import timonier.services.ProxyPlan.Place;

/// Removes processes that no longer respond from the places where they listen together with this
/// one.
///
/// The kernel goes on giving a stopped process its share of the connections, and nobody answers
/// them. So this class ends the listeners of silent processes ([Silence]) at shared places
/// ([ForeignSocket#endListening]). If they wake up, they can listen again. Linux only: elsewhere it
/// does nothing. An edge class.
final class SilentPeers {

  private static final Path PROC = Path.of("/proc");
  private static final String LISTENING = "0A";

  /// Indices of fields in `/proc/PID/stat`, counted from the one after the program's name.
  private static final int STATE = 0;

  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;

  private final long self;
  private Map<Long, ForeignSocket> known = Map.of();
  private final Silence silence = new Silence();
  private boolean refused;

  /// @param self the id of this process
  SilentPeers(long self) {
    this.self = self;
  }

  /// A listening socket.
  ///
  /// @param inode its number
  /// @param waits whether connections wait to be accepted
  private record Listening(long inode, boolean waits) {}

  /// Looks once, and ends the listeners of silent processes. Must be called about every second.
  ///
  /// @param places the places where this process listens
  void look(Collection<Place> places) {
    var shared = shared(places);
    if (!known.keySet().containsAll(shared.keySet())) {
      known = owners(shared.keySet());
    }
    var peers = new TreeMap<Long, List<Listening>>();
    for (var socket : shared.values()) {
      var owner = known.get(socket.inode());
      if (owner != null && owner.pid() != self) {
        peers.computeIfAbsent(owner.pid(), _ -> new ArrayList<>()).add(socket);
      }
    }
    var seen = new TreeMap<Long, Silence.Peer>();
    peers.forEach(
        (pid, sockets) -> stat(pid).ifPresent(stat -> seen.put(pid, peer(stat, sockets))));
    silence.look(seen).forEach(pid -> peers.getOrDefault(pid, List.of()).forEach(this::end));
  }

  private static Silence.Peer peer(String[] stat, List<Listening> sockets) {
    return new Silence.Peer(
        isStopped(stat), sockets.stream().anyMatch(Listening::waits), work(stat));
  }

  /// Returns all listening sockets at places that several processes share.
  private static Map<Long, Listening> shared(Collection<Place> places) {
    var wanted = new HashSet<String>();
    places.forEach(place -> wanted.add(hex(place)));
    var found = new HashMap<String, List<Listening>>();
    for (var table : List.of("tcp", "tcp6")) {
      for (var line : lines(PROC.resolve("net").resolve(table))) {
        read(line, wanted, found);
      }
    }
    var shared = new HashMap<Long, Listening>();
    found.values().stream()
        .filter(sockets -> sockets.size() > 1)
        .flatMap(List::stream)
        .forEach(socket -> shared.put(socket.inode(), socket));
    return shared;
  }

  /// Reads a line: number, local address, remote address, state, two queues, …, inode. The second
  /// queue of a listening socket holds connections that wait to be accepted.
  private static void read(String line, Set<String> wanted, Map<String, List<Listening>> found) {
    var words = line.strip().split("\\s+", 11);
    if (words.length < 11 || !words[3].equals(LISTENING)) {
      return;
    }
    var colon = words[1].indexOf(':');
    var place = words[1].substring(Math.max(0, colon - 8));
    if (wanted.contains(place)) {
      var waits = !words[4].endsWith(":00000000");
      found
          .computeIfAbsent(place, _ -> new ArrayList<>())
          .add(new Listening(Long.parseLong(words[9]), waits));
    }
  }

  /// Returns a place as the kernel writes it: the bytes of the address as one number in this
  /// machine's byte order. A mapped IPv6 address ends with the same text.
  private static String hex(Place place) {
    var text = new StringBuilder();
    for (var part : place.address().split("\\.", -1)) {
      text.insert(0, "%02X".formatted(Integer.parseInt(part)));
    }
    return text + ":%04X".formatted(place.port());
  }

  /// Returns the sockets by the process that has them open.
  private static Map<Long, ForeignSocket> owners(Set<Long> inodes) {
    var owners = new HashMap<Long, ForeignSocket>();
    for (var process : children(PROC)) {
      var name = process.getFileName().toString();
      if (Character.isDigit(name.charAt(0))) {
        for (var descriptor : children(process.resolve("fd"))) {
          inode(descriptor)
              .filter(inodes::contains)
              .ifPresent(inode -> owners.put(inode, socket(name, descriptor, inode)));
        }
      }
    }
    return owners;
  }

  private static ForeignSocket socket(String pid, Path descriptor, long inode) {
    var number = Integer.parseInt(descriptor.getFileName().toString());
    return new ForeignSocket(Long.parseLong(pid), number, inode);
  }

  private static Optional<Long> inode(Path descriptor) {
    try {
      var link = Files.readSymbolicLink(descriptor).toString();
      return link.startsWith("socket:[")
          ? Optional.of(Long.valueOf(link.substring(8, link.length() - 1)))
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// Returns the content of a folder; nothing if it is gone or must not be read.
  private static List<Path> children(Path folder) {
    try (var children = Files.list(folder)) {
      return children.toList();
    } catch (IOException _) {
      return List.of();
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.US_ASCII);
    } catch (IOException _) {
      return List.of();
    }
  }

  /// Returns the fields of `/proc/PID/stat` after the program's name.
  private static Optional<String[]> stat(long pid) {
    return lines(PROC.resolve(pid + "/stat")).stream()
        .findFirst()
        .map(stat -> stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
  }

  private static boolean isStopped(String[] stat) {
    return stat[STATE].equals("T") || stat[STATE].equals("t");
  }

  /// How much work a process has done so far.
  private static String work(String[] stat) {
    return stat[USER_TIME] + " " + stat[SYSTEM_TIME];
  }

  private void end(Listening socket) {
    var owner = known.get(socket.inode());
    try {
      if (owner != null) {
        owner.endListening();
      }
    } catch (IOException failure) {
      if (!refused) {
        refused = true;
        LoggerFactory.getLogger(SilentPeers.class)
            .warn("process {} is silent, and keeps its share of connections", owner, failure);
      }
    }
  }
}
