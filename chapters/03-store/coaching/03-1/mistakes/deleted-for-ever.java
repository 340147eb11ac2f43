/// A key that was deleted once never has a value again.
/// @fails the_newest_value_stays
/// @hint A name may be used again: somebody deletes a pod and creates another of the same name.
/// Only the last write up to the revision counts, and what was before it does not matter.
{
    var value = Optional.<Entry>empty();
    for (var version : versions) {
      if (version.revision() <= revision) {
        if (version.isDeletion()) {
          return Optional.empty();
        }
        value = Optional.ofNullable(version.entry());
      }
    }
    return value;
  }
