/// A threshold of 0 is taken at its word.
/// @fails thresholds_have_defaults
/// @hint Hardly anybody gives thresholds, and then they are 0 here: this stands for 1 good answer
/// and 3 bad ones. The method threshold does that.
{
    var nextGood = answer ? good + 1 : 0;
    var nextBad = answer ? 0 : bad + 1;
    var verdict =
        answer
            ? well || nextGood >= probe.successThreshold()
            : well && nextBad < probe.failureThreshold();
    return new ProbeTally(verdict, nextGood, nextBad);
  }
