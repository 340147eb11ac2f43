package timonier.pods.docker;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Images in the format that `docker save` writes and `docker load` reads. They share one layer and
/// differ in the program that they run.
///
/// ```
/// manifest.json   which configuration has which names and layers
/// NAME.json       a configuration; its hash is the image's id
/// layer.tar       the files
/// ```
///
/// Source: the Docker Image Specification, version 1.2.
///
/// @param architecture the processor that its programs are for, as in `amd64`
/// @param layer the files, as [Layer] writes them
/// @param images the images
public record ImageArchive(String architecture, Path layer, List<Image> images) {

  /// An image.
  ///
  /// @param name its name with its tag
  /// @param entrypoint its program and arguments
  /// @param labels its labels
  public record Image(String name, List<String> entrypoint, Map<String, String> labels) {}

  /// The hash of a file, in sixty-four digits.
  public static String digest(Path file) throws IOException {
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256())) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(((DigestInputStream) in).getMessageDigest().digest());
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Loads it into an engine.
  public void load(Engine engine) throws IOException {
    var archive = Files.createTempFile("timonier-images", ".tar");
    try {
      try (var out = Files.newOutputStream(archive)) {
        write(out);
      }
      try (var in = Files.newInputStream(archive)) {
        engine.load(in);
      }
    } finally {
      Files.delete(archive);
    }
  }

  void write(OutputStream out) throws IOException {
    var json = new ObjectMapper();
    var digest = "sha256:" + digest(layer);
    var manifest = new ArrayList<Map<String, Object>>();
    try (var tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name())) {
      for (var image : images) {
        var file = image.name().replace('/', '_').replace(':', '_') + ".json";
        put(tar, file, json.writeValueAsBytes(configuration(image, digest)));
        var entry = new TreeMap<String, Object>();
        entry.put("Config", file);
        entry.put("RepoTags", List.of(image.name()));
        entry.put("Layers", List.of("layer.tar"));
        manifest.add(entry);
      }
      var entry = new TarArchiveEntry("layer.tar");
      entry.setSize(Files.size(layer));
      tar.putArchiveEntry(entry);
      Files.copy(layer, tar);
      tar.closeArchiveEntry();
      put(tar, "manifest.json", json.writeValueAsBytes(manifest));
    }
  }

  private Map<String, Object> configuration(Image image, String digest) {
    var config = new TreeMap<String, Object>();
    config.put("Entrypoint", image.entrypoint());
    config.put("Env", List.of("PATH=/usr/local/bin:/usr/bin:/bin"));
    config.put("Labels", new TreeMap<>(image.labels()));
    var all = new TreeMap<String, Object>();
    all.put("architecture", architecture);
    all.put("os", "linux");
    all.put("config", config);
    all.put("rootfs", new TreeMap<>(Map.of("type", "layers", "diff_ids", List.of(digest))));
    return all;
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] bytes)
      throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }
}
