% Temperatures of some places, one a line, read into arrays; whole arrays are worked with at once.

private variable Reading = struct { place, values };

private define read_readings ()
{
   variable readings = {}, line;
   while (-1 != fgets (&line, stdin))
     {
        variable words = strtok (line);
        if (length (words) < 2)
          continue;
        variable one = @Reading;
        one.place = words[0];
        one.values = array_map (Double_Type, &atof, words[[1:]]);
        list_append (readings, one);
     }
   return readings;
}

private define mean (values)
{
   return sum (values) / length (values);
}

private define deviation (values)
{
   variable m = mean (values);
   return sqrt (sum ((values - m)^2) / length (values));
}

private define bar (value)
{
   return strjoin (String_Type[int (value / 2)] + "#", "");
}

variable readings = read_readings (), one;
foreach one (readings)
{
   variable warm = where (one.values > 20.0);
   vmessage ("%-7s mean %5.2f  deviation %4.2f  warmest %.1f  days above 20: %d",
             one.place, mean (one.values), deviation (one.values), max (one.values), length (warm));
}

variable means = Double_Type[length (readings)], i;
_for i (0, length (readings) - 1, 1)
  means[i] = mean (readings[i].values);
variable order = array_sort (means);
vmessage ("coldest: %s, warmest: %s", readings[order[0]].place, readings[order[-1]].place);

% An associative array, and an exception that is caught.
variable heights = Assoc_Type[Int_Type, -1];
heights["Bern"] = 540;
heights["Oslo"] = 23;
foreach one (["Bern", "Rome"])
  vmessage ("%s: %s", one, heights[one] < 0 ? "no height" : string (heights[one]) + " m");
try
{
   throw DataError, "no more readings";
}
catch DataError:
  vmessage ("caught: %s", __get_exception_info ().message);
