/// The counts begin anew when the verdict is ill.
/// @fails it_goes_on_counting
/// @hint Somebody asks this tally later whether the container has failed (hasFailed), and it
/// looks at the count. Go on counting once the threshold is reached.
{
    var nextGood = answer ? good + 1 : 0;
    var nextBad = answer ? 0 : bad + 1;
    var verdict =
        answer
            ? well || nextGood >= threshold(probe.successThreshold(), 1)
            : well && nextBad < threshold(probe.failureThreshold(), 3);
    var isEnough = nextBad >= threshold(probe.failureThreshold(), 3);
    return new ProbeTally(verdict, nextGood, isEnough ? 0 : nextBad);
  }
