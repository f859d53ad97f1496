// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title Holds what renters put aside for their leases
/// @notice Money leaves in two ways only: to the lease's seller, up to what its terms allow by now, when the settlement
/// says so; and to the lease's renter, after a delay in which the seller may still claim. Nobody can change either way:
/// there is no owner and no upgrade.
/// @dev A lease is named by the EIP-712 hash of its terms, so nobody can occupy its name and opening it twice is the
/// same as opening it once. Every call is idempotent: saying again what is already so changes nothing and succeeds.
contract LeaseEscrow is EIP712, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;
    using SafeCast for uint256;

    /// @param renter who pays
    /// @param seller who is paid
    /// @param deposit base units moved here from the renter when the lease opens
    /// @param spendCap the seller never gets more than this in total
    /// @param maxRatePerSecond the seller never gets more than this for each second since opening, whatever is billed: it
    /// covers reserved time and leaves the room for egress that both agreed on
    /// @param openBy last second of the epoch at which the lease may open
    /// @param agreement hash of what was agreed outside the chain (prices, resources, site)
    /// @param salt makes two leases of equal terms two
    struct LeaseTerms {
        address renter;
        address seller;
        uint256 deposit;
        uint256 spendCap;
        uint256 maxRatePerSecond;
        uint256 openBy;
        bytes32 agreement;
        bytes32 salt;
    }

    /// @param deadline of the permit; 0 when the allowance was given before and there is none
    struct Permit {
        uint256 deadline;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    /// @dev Three storage words, in this order.
    struct Lease {
        address renter;
        uint96 deposit;
        address seller;
        uint96 spendCap;
        uint96 claimed;
        uint72 maxRatePerSecond;
        uint40 openedAt;
        uint40 closingAt;
        bool withdrawn;
    }

    bytes32 public constant TERMS_TYPEHASH = keccak256(
        "LeaseTerms(address renter,address seller,uint256 deposit,uint256 spendCap,uint256 maxRatePerSecond,uint256 openBy,bytes32 agreement,bytes32 salt)"
    );
    bytes32 public constant CLOSE_TYPEHASH = keccak256("CloseLease(bytes32 lease)");

    IERC20 public immutable token;
    /// @notice The only one that may make this contract pay sellers: who created it.
    address public immutable settlement;
    /// @notice Seconds between asking to close and getting the rest back.
    uint256 public immutable withdrawDelay;

    mapping(bytes32 lease => Lease) private _leases;

    event LeaseOpened(bytes32 indexed lease, address indexed renter, address indexed seller, uint256 deposit);
    event CloseRequested(bytes32 indexed lease, uint256 withdrawableAt);
    event SellerPaid(bytes32 indexed lease, address indexed seller, uint256 amount, uint256 claimed);
    event SellerRefused(bytes32 indexed lease, address indexed seller, uint256 amount);
    event RenterRefunded(bytes32 indexed lease, address indexed renter, uint256 amount);

    error TermsExpired(uint256 openBy);
    error SellerIsMissing();
    error NotSignedBy(address party);
    error DepositIncomplete(uint256 received, uint256 deposit);
    error UnknownLease(bytes32 lease);
    error NotAParty(bytes32 lease, address caller);
    error OnlySettlement();
    error NotClosing(bytes32 lease);
    error TooEarly(uint256 withdrawableAt);

    constructor(IERC20 token_, uint256 withdrawDelay_) EIP712("Peerhost LeaseEscrow", "1") {
        token = token_;
        settlement = msg.sender;
        withdrawDelay = withdrawDelay_;
    }

    /// @notice Opens a lease both parties signed and takes its deposit. Anybody may send this.
    /// @return lease its name: the EIP-712 struct hash of the terms
    function open(
        LeaseTerms calldata terms,
        bytes calldata renterSignature,
        bytes calldata sellerSignature,
        Permit calldata permit
    ) external nonReentrant returns (bytes32 lease) {
        lease = leaseOf(terms);
        Lease storage entry = _leases[lease];
        if (entry.openedAt != 0) return lease;
        if (block.timestamp > terms.openBy) revert TermsExpired(terms.openBy);
        if (terms.seller == address(0)) revert SellerIsMissing();
        bytes32 digest = _hashTypedDataV4(lease);
        _requireSigned(terms.renter, digest, renterSignature);
        _requireSigned(terms.seller, digest, sellerSignature);
        entry.renter = terms.renter;
        entry.deposit = terms.deposit.toUint96();
        entry.seller = terms.seller;
        entry.spendCap = Math.min(terms.spendCap, type(uint96).max).toUint96();
        entry.maxRatePerSecond = Math.min(terms.maxRatePerSecond, type(uint72).max).toUint72();
        entry.openedAt = block.timestamp.toUint40();
        emit LeaseOpened(lease, terms.renter, terms.seller, terms.deposit);
        _collect(terms.renter, terms.deposit, permit);
    }

    /// @notice The renter or the seller wants the lease to end.
    function requestClose(bytes32 lease) external {
        _requestClose(lease, msg.sender);
    }

    /// @notice The same, sent by anybody for a party who signed `CloseLease(bytes32 lease)`.
    function requestCloseFor(bytes32 lease, address party, bytes calldata signature) external {
        _requireSigned(party, _hashTypedDataV4(keccak256(abi.encode(CLOSE_TYPEHASH, lease))), signature);
        _requestClose(lease, party);
    }

    /// @notice Gives the renter what was not claimed. Anybody may send this once the delay is over.
    function withdraw(bytes32 lease) external nonReentrant {
        Lease storage entry = _known(lease);
        if (entry.withdrawn) return;
        if (entry.closingAt == 0) revert NotClosing(lease);
        uint256 withdrawableAt = entry.closingAt + withdrawDelay;
        if (block.timestamp < withdrawableAt) revert TooEarly(withdrawableAt);
        entry.withdrawn = true;
        uint256 rest = entry.deposit - entry.claimed;
        address renter = entry.renter;
        emit RenterRefunded(lease, renter, rest);
        if (rest > 0) token.safeTransfer(renter, rest);
    }

    /// @notice Pays sellers up to the cumulative amounts given, and never more than {ceiling} allows now: the rest of an
    /// amount can be claimed again later. A lease that is unknown, withdrawn or paid that far is passed over, and so is a
    /// seller the token refuses to pay, so that no lease holds up another.
    function pay(bytes32[] calldata leases, uint256[] calldata cumulative) external nonReentrant {
        if (msg.sender != settlement) revert OnlySettlement();
        for (uint256 i = 0; i < leases.length; i++) {
            _pay(leases[i], cumulative[i]);
        }
    }

    /// @notice All the seller may have been paid by now: min(deposit, spend cap, highest rate x seconds since opening).
    function ceiling(bytes32 lease) external view returns (uint256) {
        return _ceiling(_leases[lease]);
    }

    function leaseAt(bytes32 lease) external view returns (Lease memory) {
        return _leases[lease];
    }

    function leaseOf(LeaseTerms calldata terms) public pure returns (bytes32) {
        return keccak256(abi.encode(TERMS_TYPEHASH, terms));
    }

    function domainSeparator() external view returns (bytes32) {
        return _domainSeparatorV4();
    }

    function _pay(bytes32 lease, uint256 cumulative) private {
        Lease storage entry = _leases[lease];
        if (entry.withdrawn) return;
        uint256 before = entry.claimed;
        uint256 afterwards = Math.min(cumulative, _ceiling(entry));
        if (afterwards <= before) return;
        address seller = entry.seller;
        uint256 amount = afterwards - before;
        entry.claimed = uint96(afterwards);
        if (token.trySafeTransfer(seller, amount)) {
            emit SellerPaid(lease, seller, amount, afterwards);
        } else {
            entry.claimed = uint96(before);
            emit SellerRefused(lease, seller, amount);
        }
    }

    function _ceiling(Lease storage entry) private view returns (uint256) {
        uint256 earned = uint256(entry.maxRatePerSecond) * (block.timestamp - entry.openedAt);
        return Math.min(earned, Math.min(entry.deposit, entry.spendCap));
    }

    function _requestClose(bytes32 lease, address party) private {
        Lease storage entry = _known(lease);
        if (party != entry.renter && party != entry.seller) revert NotAParty(lease, party);
        if (entry.closingAt != 0) return;
        entry.closingAt = block.timestamp.toUint40();
        emit CloseRequested(lease, block.timestamp + withdrawDelay);
    }

    /// @dev The permit may have been used by somebody who saw it first; what counts is that the deposit arrives, whole.
    function _collect(address renter, uint256 deposit, Permit calldata permit) private {
        if (permit.deadline != 0) {
            try IERC20Permit(address(token)).permit(
                renter, address(this), deposit, permit.deadline, permit.v, permit.r, permit.s
            ) {} catch {}
        }
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(renter, address(this), deposit);
        uint256 received = token.balanceOf(address(this)) - before;
        if (received != deposit) revert DepositIncomplete(received, deposit);
    }

    function _requireSigned(address party, bytes32 digest, bytes calldata signature) private view {
        if (!SignatureChecker.isValidSignatureNowCalldata(party, digest, signature)) revert NotSignedBy(party);
    }

    function _known(bytes32 lease) private view returns (Lease storage entry) {
        entry = _leases[lease];
        if (entry.openedAt == 0) revert UnknownLease(lease);
    }
}
