use std.textio.all;

entity main is
end entity;

architecture behaviour of main is
begin
  process
    variable text_line : line;
    variable number : integer;
    variable count, sum : integer := 0;
  begin
    while not endfile(input) loop
      readline(input, text_line);
      read(text_line, number);
      count := count + 1;
      sum := sum + number;
    end loop;
    write(output, to_string(count) & " numbers, sum " & to_string(sum) & LF);
    wait;
  end process;
end architecture;
