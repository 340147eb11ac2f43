/// All deletions are dropped, even those after upTo.
/// @fails the_future_stays
/// @hint A deletion after upTo still has work to do: without it, a read at its revision would
/// find the value that was deleted.
{
    while (versions.size() > 1 && second().revision() <= upTo) {
      versions.removeFirst();
    }
    versions.removeIf(Version::isDeletion);
  }
