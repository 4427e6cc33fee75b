# Puts links where a host that trusts the work folder would write, read, change owners or delete.
read -r outside
for name in main.sh stdout stderr stdin metadata compile.log result.json out.txt; do
  rm -rf "$name" 2>/dev/null
  ln -s "$outside/victim.txt" "$name"
done
mkdir -p folder
ln -s "$outside" folder/deep
ln -s /etc/shadow shadow.txt
ln -s /proc/1/root root.txt
mkdir was; mv was moved; ln -s "$outside" was
chmod 0777 .
mv /box /box2 2>/dev/null && echo "BREACH: the work folder was moved"
rmdir /box 2>/dev/null && echo "BREACH: the work folder was removed"
echo HELD
