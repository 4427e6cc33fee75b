use std.textio.all;

entity main is
end entity;

architecture behaviour of main is
begin
  process
    variable text_line : line;
  begin
    write(output, "naïve" & LF);
    readline(input, text_line);
    writeline(output, text_line);
    wait;
  end process;
end architecture;
