package timonier.apiserver.rules;

/// Where in an object a value is. It is written out, as in `spec.containers[0].name`, only where
/// something is wrong, which is next to nowhere.
sealed interface Place {

  /// A place that is reported as it is; empty for the object itself.
  record Told(String path) implements Place {
    @Override
    public String toString() {
      return path;
    }
  }

  /// A field of a document.
  record Field(Place document, String name) implements Place {
    @Override
    public String toString() {
      var path = document.toString();
      return path.isEmpty() ? name : path + "." + name;
    }
  }

  /// An element of a list.
  record Element(Place list, int index) implements Place {
    @Override
    public String toString() {
      return list + "[" + index + "]";
    }
  }

  /// The value of a key of a map.
  record Entry(Place map, String key) implements Place {
    @Override
    public String toString() {
      return map + "[" + key + "]";
    }
  }
}
