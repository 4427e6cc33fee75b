use std.textio.all;

entity main is
end entity;

architecture behaviour of main is
begin
  process
  begin
    write(output, "Hello, World!" & LF);
    wait;
  end process;
end architecture;
