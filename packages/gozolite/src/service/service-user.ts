/**
 * Decides as whom the service runs: which user a privileged start becomes, or why none.
 */
export type ServiceUser = { readonly name: string; readonly uid: number; readonly gid: number };

export type PrivilegePlan =
  /** Started without privileges: there is nothing to drop. */
  | { readonly kind: 'unprivileged'; readonly warning: string | null }
  | { readonly kind: 'drop'; readonly user: ServiceUser }
  /** The operator asked to stay root. */
  | { readonly kind: 'keep'; readonly warning: string }
  | { readonly kind: 'invalid'; readonly problem: string };

export type Surroundings = {
  readonly uid: number;
  /** The text of /etc/passwd. */
  readonly passwd: string;
};

const DEFAULT_USERS = ['gozolite', 'nobody'];

const findUser = (name: string, passwd: string): ServiceUser | null => {
  for (const line of passwd.split('\n')) {
    const [login, , uid, gid] = line.split(':');
    if (login === name && uid !== undefined && gid !== undefined)
      return { name, uid: Number(uid), gid: Number(gid) };
  }
  return null;
};

const fromIds = (text: string): ServiceUser | null => {
  const ids = /^(\d{1,9}):(\d{1,9})$/.exec(text);
  return ids === null ? null : { name: text, uid: Number(ids[1]), gid: Number(ids[2]) };
};

const invalid = (problem: string): PrivilegePlan => ({ kind: 'invalid', problem });

export const planPrivileges = (wanted: string | null, { uid, passwd }: Surroundings): PrivilegePlan => {
  if (uid !== 0) {
    const warning =
      wanted === null
        ? null
        : `GOZOLITE_USER is ignored: only root can become ${wanted}, and this process is not root.`;
    return { kind: 'unprivileged', warning };
  }
  if (wanted === null) {
    for (const name of DEFAULT_USERS) {
      const user = findUser(name, passwd);
      if (user !== null) return { kind: 'drop', user };
    }
    return invalid(
      'There is neither a user "gozolite" nor "nobody" to become: set GOZOLITE_USER to another one.',
    );
  }
  const user = fromIds(wanted) ?? findUser(wanted, passwd);
  if (user === null) return invalid(`GOZOLITE_USER is "${wanted}", and /etc/passwd has no such user.`);
  if (user.uid === 0 || user.gid === 0) {
    if (wanted !== 'root') return invalid(`GOZOLITE_USER is "${wanted}", which has the ids of root.`);
    return {
      kind: 'keep',
      warning: 'GOZOLITE_USER is root: the process that answers HTTP keeps all its privileges.',
    };
  }
  return { kind: 'drop', user };
};
