/// The verdict is made from the row alone, as if there had been none before.
/// @fails a_verdict_stands_until_enough_answers_speak_against_it
/// @hint A row that is too short turns nothing: then the verdict stays what it was. Does yours
/// depend on the old one?
{
    var nextGood = answer ? good + 1 : 0;
    var nextBad = answer ? 0 : bad + 1;
    var verdict =
        answer
            ? nextGood >= threshold(probe.successThreshold(), 1)
            : nextBad < threshold(probe.failureThreshold(), 3);
    return new ProbeTally(verdict, nextGood, nextBad);
  }
