/// Bad answers are counted however many good ones come between them.
/// @fails a_good_answer_breaks_a_row_of_bad_ones
/// @hint Three bad answers in a day are no reason to restart anything; three in a row are. A good
/// answer has to set the count of bad ones back to 0.
{
    var nextGood = answer ? good + 1 : 0;
    var nextBad = answer ? bad : bad + 1;
    var verdict =
        answer
            ? well || nextGood >= threshold(probe.successThreshold(), 1)
            : well && nextBad < threshold(probe.failureThreshold(), 3);
    return new ProbeTally(verdict, nextGood, nextBad);
  }
