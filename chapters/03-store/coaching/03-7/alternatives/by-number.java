/// Sorts the files by their numbers, and cuts the sorted map at the base.
{
    var byRevision = new java.util.TreeMap<Long, List<String>>();
    var leftovers = new ArrayList<String>();
    var base = 0L;
    for (var name : names) {
      if (name.matches("(snapshot|log)-[0-9]+")) {
        byRevision.computeIfAbsent(revision(name), _ -> new ArrayList<>()).add(name);
        base = name.charAt(0) == 's' ? Math.max(base, revision(name)) : base;
      } else if (name.matches("snapshot-.*\\.draft")) {
        leftovers.add(name);
      }
    }
    byRevision.headMap(base, false).values().forEach(leftovers::addAll);
    var strays = byRevision.tailMap(base, false).values().stream().flatMap(List::stream).toList();
    return new StoreFiles(base, leftovers, strays);
  }
