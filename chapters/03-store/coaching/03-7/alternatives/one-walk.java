/// Walks over the names once, and moves what turns out to be old.
{
    var name = java.util.regex.Pattern.compile("(snapshot|log)-(\\d+)(\\.draft)?");
    var leftovers = new ArrayList<String>();
    var kept = new java.util.ArrayDeque<String>();
    var base = 0L;
    for (var candidate : names) {
      var parts = name.matcher(candidate);
      if (!parts.matches()) {
        continue;
      }
      var isSnapshot = "snapshot".equals(parts.group(1));
      if (parts.group(3) != null) {
        if (isSnapshot) {
          leftovers.add(candidate);
        }
        continue;
      }
      kept.add(candidate);
      if (isSnapshot) {
        base = Math.max(base, Long.parseLong(parts.group(2)));
      }
    }
    var strays = new ArrayList<String>();
    while (!kept.isEmpty()) {
      var next = kept.poll();
      switch (Long.compare(revision(next), base)) {
        case -1 -> leftovers.add(next);
        case 1 -> strays.add(next);
        default -> {}
      }
    }
    return new StoreFiles(base, leftovers, strays);
  }
