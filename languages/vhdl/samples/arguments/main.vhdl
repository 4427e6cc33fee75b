use std.textio.all;

entity main is
  generic (
    name : string := "World";
    times : natural := 1
  );
end entity;

architecture behaviour of main is
begin
  process
  begin
    for position in 1 to times loop
      write(output, to_string(position) & ": [" & name & "]" & LF);
    end loop;
    wait;
  end process;
end architecture;
