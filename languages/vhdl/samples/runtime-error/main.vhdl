use std.textio.all;

entity main is
end entity;

architecture behaviour of main is
  type shelf is array (1 to 3) of integer;
begin
  process
    variable books : shelf := (others => 0);
    variable place : integer := 3;
  begin
    write(output, "before" & LF);
    place := place + 4;
    books(place) := 1;
    wait;
  end process;
end architecture;
