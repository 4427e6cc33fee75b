use std.textio.all;
use work.greetings.all;

entity main is
end entity;

architecture behaviour of main is
begin
  process
  begin
    write(output, greet("Ada") & LF);
    wait;
  end process;
end architecture;
