use std.env.all;
use std.textio.all;

entity main is
end entity;

architecture behaviour of main is
begin
  process
  begin
    write(output, "before" & LF);
    stop(3);
  end process;
end architecture;
